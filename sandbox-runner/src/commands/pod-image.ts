import { readRunnerEnv } from '../config/env.ts';
import { makePodImage } from '../sandbox/kubernetes/pod-image.ts';

// Makes the image of sandboxes for a Kubernetes cluster on this machine's Docker Engine, and prints its name.
// Push it to the registry of the cluster, and name it in KUBERNETES_IMAGE. The machine has to be prepared:
// `npm start` does that.
console.log(await makePodImage(readRunnerEnv(), (step, text) => console.error(`${step}: ${text}`)));
