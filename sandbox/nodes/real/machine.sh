#!/bin/bash
# Becomes a node: run in namespaces of its own for processes, mounts and the network.
# Arguments: the folder of its files, its name, its address, its zone.
set -euo pipefail
folder="$1"
root="$folder/root"

mount --make-rprivate /
mkdir -p "$root" "$folder"/{changes,work,containerd,kubelet}
mount -t overlay overlay -o "lowerdir=$folder/base,upperdir=$folder/changes,workdir=$folder/work" "$root"
mkdir -p "$root"/{opt/node,etc/node,old,var/lib/containerd,var/lib/kubelet}
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind "$folder/programs" "$root/opt/node"
mount --bind "$folder/etc" "$root/etc/node"
# An overlay can't be the base of another one, and containers have one each.
mount --bind "$folder/containerd" "$root/var/lib/containerd"
mount --bind "$folder/kubelet" "$root/var/lib/kubelet"

cd "$root"
pivot_root . old
export PATH=/opt/node:/usr/sbin:/usr/bin:/sbin:/bin
hash -r
umount --lazy /old
mount --make-rshared /

cp /etc/node/{passwd,group,hosts,resolv.conf,machine-id} /etc/
echo 1 >/proc/sys/net/ipv4/ip_forward
containerd --config /etc/node/containerd.toml &
until [ -S /run/containerd/containerd.sock ]; do sleep 0.05; done
kube-proxy --config /etc/node/kube-proxy.yaml --hostname-override "$2" &
kubelet --config /etc/node/kubelet.yaml --kubeconfig /etc/node/kubeconfig --hostname-override "$2" --node-ip "$3" \
  --node-labels "topology.kubernetes.io/zone=$4" &
# Of Debian's two kinds of iptables the one that the kernel's nftables run, as Debian's own installation chooses.
for program in iptables iptables-save iptables-restore; do ln -sf xtables-nft-multi "/usr/sbin/$program"; done
NODE_NAME="$2" kube-router-firewall --kubeconfig /etc/node/kubeconfig &
# The first process of the namespace: when one of the four ends, so does the machine.
wait -n
