package main

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	api "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

// simulatedGpu is a device plugin for a GPU that does not exist. A pod that gets it has null devices under
// NVIDIA's names, which the node must have, and the files of the simulated driver (sandbox-runner/images/simulated-gpu),
// which call themselves "Simulated GPU".
type simulatedGpu struct {
	api.UnimplementedDevicePluginServer
	// Mounts and devices for each pod that gets the GPU.
	given *api.ContainerAllocateResponse
}

func (simulatedGpu) GetDevicePluginOptions(context.Context, *api.Empty) (*api.DevicePluginOptions, error) {
	return &api.DevicePluginOptions{}, nil
}

// ListAndWatch reports one GPU, which never changes.
func (simulatedGpu) ListAndWatch(_ *api.Empty, stream grpc.ServerStreamingServer[api.ListAndWatchResponse]) error {
	devices := []*api.Device{{ID: "simulated-0", Health: api.Healthy}}
	if err := stream.Send(&api.ListAndWatchResponse{Devices: devices}); err != nil {
		return err
	}
	<-stream.Context().Done()
	return nil
}

func (gpu simulatedGpu) Allocate(_ context.Context, request *api.AllocateRequest) (*api.AllocateResponse, error) {
	answer := &api.AllocateResponse{}
	for range request.ContainerRequests {
		answer.ContainerResponses = append(answer.ContainerResponses, gpu.given)
	}
	return answer, nil
}

// serveSimulatedGpu offers the GPU to the kubelet of this machine, until the kubelet is started again. The arguments are
// the name of the resource and pairs of a file of this machine and where pods have it; a file that is a device is given
// as one.
func serveSimulatedGpu(args []string) error {
	if len(args)%2 != 1 {
		return errors.New("usage: simulated-gpu RESOURCE [FILE PATH]...")
	}
	given := &api.ContainerAllocateResponse{}
	for rest := args[1:]; len(rest) > 0; rest = rest[2:] {
		info, err := os.Stat(rest[0])
		if err != nil {
			return err
		}
		if info.Mode()&os.ModeDevice != 0 {
			given.Devices = append(given.Devices, &api.DeviceSpec{HostPath: rest[0], ContainerPath: rest[1], Permissions: "rw"})
		} else {
			given.Mounts = append(given.Mounts, &api.Mount{HostPath: rest[0], ContainerPath: rest[1], ReadOnly: true})
		}
	}
	// Before the kubelet has this socket, it removes those of all plugins.
	for !exists(api.KubeletSocket) {
		time.Sleep(100 * time.Millisecond)
	}
	socket := filepath.Join(api.DevicePluginPath, "simulated-gpu.sock")
	os.Remove(socket)
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	api.RegisterDevicePluginServer(server, simulatedGpu{given: given})
	go server.Serve(listener)
	if err := register(args[0], filepath.Base(socket)); err != nil {
		return err
	}
	for exists(socket) {
		time.Sleep(time.Second)
	}
	return errors.New("the kubelet was started again")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func register(resource, endpoint string) error {
	connection, err := grpc.NewClient("unix://"+api.KubeletSocket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	_, err = api.NewRegistrationClient(connection).Register(context.Background(), &api.RegisterRequest{
		Version:      api.Version,
		Endpoint:     endpoint,
		ResourceName: resource,
	})
	return err
}
