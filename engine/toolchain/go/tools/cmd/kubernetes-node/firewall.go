package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/cloudnativelabs/kube-router/v2/pkg/controllers/netpol"
	"github.com/cloudnativelabs/kube-router/v2/pkg/healthcheck"
	"github.com/cloudnativelabs/kube-router/v2/pkg/options"
	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

// kube-router looks its node up by this variable first, and by the machine's name otherwise.
const nodeName = "NODE_NAME"

const askAgain = 100 * time.Millisecond

// newFirewallCommand enforces NetworkPolicies for the pods of a node. It is the firewall of kube-router alone: the main
// package of kube-router brings a router and a service proxy too, which nodes here do not need.
func newFirewallCommand() *cobra.Command {
	config := options.NewKubeRouterConfig()
	config.EnableIPv4 = true
	command := &cobra.Command{
		Use:          "kube-router-firewall",
		Short:        "Enforces NetworkPolicies for the pods of the node " + nodeName,
		SilenceUsage: true,
		RunE: func(command *cobra.Command, _ []string) error {
			return runFirewall(command.Context(), config)
		},
	}
	command.Flags().StringVar(&config.Kubeconfig, "kubeconfig", "", "how to reach the API server")
	return command
}

func runFirewall(ctx context.Context, config *options.KubeRouterConfig) error {
	clientConfig, err := clientcmd.BuildConfigFromFlags("", config.Kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(clientConfig)
	if err != nil {
		return err
	}
	if err := waitForNode(ctx, client, os.Getenv(nodeName)); err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	pods := factory.Core().V1().Pods().Informer()
	namespaces := factory.Core().V1().Namespaces().Informer()
	policies := factory.Networking().V1().NetworkPolicies().Informer()
	iptables, ipsets, err := netpol.NewIPTablesHandlers(config)
	if err != nil {
		return err
	}
	firewall, err := netpol.NewNetworkPolicyController(
		client, config, pods, policies, namespaces, &sync.Mutex{}, iptables, ipsets)
	if err != nil {
		return err
	}
	for informer, handler := range map[cache.SharedIndexInformer]cache.ResourceEventHandler{
		pods:       firewall.PodEventHandler,
		namespaces: firewall.NamespaceEventHandler,
		policies:   firewall.NetworkPolicyEventHandler,
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return err
		}
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())

	// Nobody asks for its health, but it waits until each beat has been taken.
	beats := make(chan *healthcheck.ControllerHeartbeat)
	go func() {
		for range beats {
		}
	}()
	var running sync.WaitGroup
	running.Add(1)
	firewall.Run(beats, ctx.Done(), &running)
	return nil
}

// waitForNode waits until the kubelet has registered its node with an address: kube-router asks for it once.
func waitForNode(ctx context.Context, client kubernetes.Interface, name string) error {
	if name == "" {
		return fmt.Errorf("%s is not set; set it to the name of the node", nodeName)
	}
	return wait.PollUntilContextCancel(ctx, askAgain, true, func(ctx context.Context) (bool, error) {
		node, err := client.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
		return err == nil && len(node.Status.Addresses) > 0, nil
	})
}
