/** What a service answers when it is asked. */
export type Answer = 'yes' | 'no' | 'not asked';

/** One moment in the life of a service that loads a model after it has opened its port. */
interface ProbeMoment {
  key: string;
  name: string;
  alive: Answer;
  ready: Answer;
  /** Whether it gets new requests. */
  requests: boolean;
  /** What happens in the service. */
  happens: string;
  /** What Kubernetes does because of the answers. */
  kubernetes: string;
  /** The health status of the Docker Engine if HEALTHCHECK asks whether the service is ready. */
  docker: string;
}

/**
 * From the start of a service to its stop. Sources: the Kubernetes documentation, “Liveness, Readiness, and
 * Startup Probes” and “Termination of Pods”, and the Dockerfile reference, “HEALTHCHECK”.
 */
export const probeMoments: ProbeMoment[] = [
  {
    key: 'starts',
    name: 'The process starts',
    alive: 'not asked',
    ready: 'not asked',
    requests: false,
    happens: 'Python imports its modules. The port is not open yet.',
    kubernetes:
      'Sends only the startup probe. It may fail failureThreshold times in a row before the container is restarted.',
    docker: 'Status: starting. During the start period, failed checks do not count.',
  },
  {
    key: 'loads',
    name: 'The model is loading',
    alive: 'yes',
    ready: 'no',
    requests: false,
    happens: 'The port is open. The service answers probes while a second thread reads the model.',
    kubernetes:
      'The startup probe, which asks for liveness, has passed once. From now on, the other two are sent. The pod gets no requests yet.',
    docker: 'Status: starting, until a check passes or too many have failed after the start period.',
  },
  {
    key: 'ready',
    name: 'The model is loaded',
    alive: 'yes',
    ready: 'yes',
    requests: true,
    happens: 'The service predicts.',
    kubernetes: 'Adds the pod to the endpoints of its services, so it gets requests.',
    docker: 'Status: healthy. Compose starts services that depend on it with service_healthy.',
  },
  {
    key: 'busy',
    name: 'The queue is full',
    alive: 'yes',
    ready: 'no',
    requests: false,
    happens: 'The service works through its queue. It would reject a new request.',
    kubernetes:
      'Removes the pod from the endpoints after failureThreshold failures, and adds it again when the probe passes. Nothing is restarted.',
    docker:
      'Status: unhealthy after enough failures. The engine alone does nothing; Swarm replaces the task.',
  },
  {
    key: 'hangs',
    name: 'The process hangs',
    alive: 'no',
    ready: 'no',
    requests: false,
    happens: 'A deadlock: the port is open, but nothing is answered. It will not recover by itself.',
    kubernetes:
      'Removes the pod from the endpoints, and restarts the container when the liveness probe has failed failureThreshold times in a row.',
    docker:
      'Status: unhealthy after enough failures. A restart policy does not act, because nothing has exited.',
  },
  {
    key: 'stops',
    name: 'The stop signal arrives',
    alive: 'yes',
    ready: 'no',
    requests: false,
    happens:
      'The service finishes its requests and exits. It still answers late ones, from load balancers that have not noticed yet.',
    kubernetes:
      'Marks the endpoint as not ready as soon as the pod is deleted, and kills what is still running after the grace period.',
    docker: 'docker stop waits for the grace period, then kills. The health status plays no part.',
  },
];
