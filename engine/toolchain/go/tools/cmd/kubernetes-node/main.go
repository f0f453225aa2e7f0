// One program that is whichever part of a node it is called as: the parts share most of their code.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

func main() {
	var command *cobra.Command
	switch name := filepath.Base(os.Args[0]); name {
	case "kubelet":
		command = kubelet.NewKubeletCommand(context.Background())
	case "kube-proxy":
		command = proxy.NewProxyCommand()
	case "kube-router-firewall":
		command = newFirewallCommand()
	default:
		fmt.Fprintf(os.Stderr, "called as %q, which is no part of a node that is built in here\n", name)
		os.Exit(2)
	}
	os.Exit(cli.Run(command))
}
