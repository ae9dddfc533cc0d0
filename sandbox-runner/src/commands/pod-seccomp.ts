import { podSeccompProfile } from '../sandbox/kubernetes/pod-seccomp.ts';

// Prints the seccomp profile that each node for sandboxes needs in the kubelet's folder, as
// /var/lib/kubelet/seccomp/dfm-sandbox.json.
console.log(podSeccompProfile());
