/**
 * Files of a new lab, by path below `content/`. It is a complete small lab that can be played, to be turned
 * into the real one. docs/authoring.md explains it.
 */
export function labSkeleton({
  slug,
  title = 'Publish a port',
}: {
  slug: string;
  title?: string | undefined;
}): Record<string, string> {
  return {
    [`labs/${slug}/lab.yaml`]: labYaml(slug, title),
    [`labs/${slug}/steps/publish.mdx`]: publish,
    [`labs/${slug}/steps/remove.mdx`]: remove,
  };
}

const labYaml = (slug: string, title: string) => `version: 1
slug: ${slug}
title: ${JSON.stringify(title)}
summary: Make a service in a container reachable, then remove it.
minutes: 10
bases: [python:3.11-slim-bookworm]
setup: |
  mkdir site
  echo hello > site/index.html

${steps}`;

const steps = `steps:
  - id: publish
    title: Publish the port
    done:
      - kind: container
        says: The container web runs
        name: web
        has: { State: { Status: running } }
      - kind: answers
        says: Port 8080 answers with hello
        port: 8080
        contains: hello
    hints:
      - Which option of docker run makes a port of a container reachable from outside?
      - The option is -p. It takes the port outside, a colon, and the port inside.
      - The port outside is 8080, and the service in the container uses port 80.
    reference: |
      cd ~
      docker run -d --name web -p 8080:80 -v ./site:/site \\
        python:3.11-slim-bookworm python -m http.server --directory /site 80
    wrong:
      - id: not-published
        title: The port is not published
        commands: |
          cd ~
          docker run -d --name web -v ./site:/site \\
            python:3.11-slim-bookworm python -m http.server --directory /site 80
        undo: docker rm --force web
      - id: wrong-port
        title: The port inside is not the one of the service
        commands: |
          cd ~
          docker run -d --name web -p 8080:8080 -v ./site:/site \\
            python:3.11-slim-bookworm python -m http.server --directory /site 80
        undo: docker rm --force web
      - id: no-files
        title: The folder is missing in the container
        commands: |
          docker run -d --name web -p 8080:80 \\
            python:3.11-slim-bookworm python -m http.server 80
        undo: docker rm --force web

  - id: remove
    title: Remove the container
    done:
      - kind: container
        says: There is no container web
        name: web
        count: { max: 0 }
      - kind: event
        says: The container web was stopped and removed
        of: container
        action: destroy
        has: { name: web }
    hints:
      - A container that was stopped still exists.
      - One command stops and removes a container if it has the option --force.
    reference: docker rm --force web
    wrong:
      - id: only-stopped
        title: The container is only stopped
        commands: docker stop --time 1 web
        undo: docker start web
      - id: renamed
        title: The container has a different name
        commands: docker rename web old-web
        undo: docker rename old-web web
      - id: paused
        title: The container is only paused
        commands: docker pause web
        undo: docker unpause web
`;

const publish = `Your home has a folder \`site\` with a page. Start a container \`web\` from \`python:3.11-slim-bookworm\` that serves the folder:

\`\`\`sh
python -m http.server --directory /site 80
\`\`\`

Make the page reachable at port 8080, and look at it:

\`\`\`sh
curl http://localhost:8080
\`\`\`
`;

const remove = `Remove the container. It should no longer be in the list of \`docker ps --all\`.
`;
