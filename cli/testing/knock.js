"use strict";
// Run in the network of a pod or a node. `knock.js open ADDRESS DOORS` listens at doors until its input ends, and answers
// over UDP with what it is told. `knock.js try DOORS` knocks at doors, all at once, and prints which it got through.
const { createSocket } = require("node:dgram");
const { Resolver } = require("node:dns/promises");
const { connect, createServer } = require("node:net");

/** A connection that is refused may also get no answer: a kernel refuses a few a second and drops the others. */
const PATIENCE_MS = 3_000;
const KNOCK_AGAIN_MS = 250;

const DNS_PORT = 53;

/** A program of the pod's own that listens there is a door as well. */
function opened(listener, resolve, reject) {
  listener.once("error", (error) => (error.code === "EADDRINUSE" ? resolve() : reject(error)));
}

function open(address, { port, protocol }) {
  return new Promise((resolve, reject) => {
    if (protocol === "UDP") {
      const socket = createSocket("udp4");
      opened(socket, resolve, reject);
      socket.on("message", (message, { address: caller, port: from }) => socket.send(message, from, caller));
      socket.bind(port, address, resolve);
    } else {
      const server = createServer((connection) => connection.end().on("error", () => undefined));
      opened(server, resolve, reject);
      server.listen(port, address, resolve);
    }
  });
}

function connects({ address, port }) {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (through) => {
      clearTimeout(late);
      socket.destroy();
      resolve(through);
    };
    const late = setTimeout(end, PATIENCE_MS, false);
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}

function answers({ address, port, message }) {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (through) => {
      clearTimeout(late);
      clearInterval(again);
      socket.close();
      resolve(through);
    };
    const knock = () => socket.send(message, port, address, () => undefined);
    const late = setTimeout(end, PATIENCE_MS, false);
    const again = setInterval(knock, KNOCK_AGAIN_MS);
    socket.once("message", () => end(true)).on("error", () => undefined);
    knock();
  });
}

async function resolves({ address, message: name }) {
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 1 });
  resolver.setServers([address]);
  return (await resolver.resolve4(name).catch(() => [])).length > 0;
}

function knock(door) {
  if (door.protocol !== "UDP") {
    return connects(door);
  }
  return door.port === DNS_PORT ? resolves(door) : answers(door);
}

async function main(command, ...args) {
  const doors = JSON.parse(args.pop());
  if (command === "open") {
    await Promise.all(doors.map((door) => open(args[0], door)));
    console.log("open");
    process.stdin.resume().once("end", () => process.exit());
  } else {
    console.log(JSON.stringify(await Promise.all(doors.map(knock))));
  }
}

void main(...process.argv.slice(2));
