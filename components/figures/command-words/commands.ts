interface Word {
  /** As it is typed. */
  text: string;
  meaning: string;
  /** What happens without it. */
  without: string;
}

interface Command {
  title: string;
  words: readonly Word[];
}

const docker: Word = {
  text: 'docker',
  meaning: 'The client: a program that passes a request to the engine and prints the answer.',
  without: 'The shell looks for a program named after the next word.',
};

const run: Word = {
  text: 'run',
  meaning: 'The request: create a container from an image, and start it.',
  without: 'Docker reports an unknown command or option.',
};

const python: Word = {
  text: 'python:3.11-slim-bookworm',
  meaning: 'The image. Everything before it is for Docker, and everything after it is the command.',
  without: 'The next word is taken for the image.',
};

/** What a figure can show, word by word. */
export const commands = {
  run: {
    title: 'A command in a new container',
    words: [
      docker,
      run,
      {
        text: '--rm',
        meaning: 'Remove the container as soon as its process has ended.',
        without: 'The container stays in the list of docker ps --all until you remove it.',
      },
      python,
      {
        text: 'python --version',
        meaning: 'The command: which program of the image to start, and with which arguments.',
        without: 'The image’s default command is started. For this image, that is python.',
      },
    ],
  },
  background: {
    title: 'A container in the background',
    words: [
      docker,
      run,
      {
        text: '--detach',
        meaning: 'Print the container’s ID and return to the prompt while the process runs on. In short: -d.',
        without: 'Your terminal shows the output and is occupied until the process ends.',
      },
      {
        text: '--name training',
        meaning: 'Give the container a name, which later commands use. A name can be used only once.',
        without: 'The engine makes up a name of two words.',
      },
      {
        text: 'debian:bookworm-slim',
        meaning: 'The image. All options come before it.',
        without: 'The next word is taken for the image.',
      },
      {
        text: "sh -c 'echo …; sleep 600'",
        meaning: 'The command: a shell of the image, which executes the text in quotation marks.',
        without: 'The image’s default command is started: a shell without input, which ends immediately.',
      },
    ],
  },
  publish: {
    title: 'A server that can be reached',
    words: [
      docker,
      run,
      {
        text: '--detach --name web',
        meaning: 'In the background, with a name.',
        without: 'The server occupies your terminal, and the engine makes up a name.',
      },
      {
        text: '--publish 127.0.0.1:8080:8000',
        meaning:
          'Forward port 8080 of this machine to port 8000 in the container, only for requests from this machine. In short: -p.',
        without: 'The server runs, but port 8080 of this machine does not lead to it.',
      },
      python,
      {
        text: 'python -m http.server 8000',
        meaning: 'The command: a web server that listens on port 8000 of the container.',
        without: 'Python starts without a terminal or a script, and ends immediately.',
      },
    ],
  },
  build: {
    title: 'From a Dockerfile to an image',
    words: [
      docker,
      {
        text: 'build',
        meaning: 'The request: execute the lines of a Dockerfile, and keep the result as an image.',
        without: 'Docker reports an unknown command or option.',
      },
      {
        text: '--tag hello',
        meaning: 'The name of the image, which docker run uses. In short: -t.',
        without: 'The image has no name. You need its ID to use it.',
      },
      {
        text: '.',
        meaning: 'The folder with the Dockerfile and the files that it may copy. A dot means: this folder.',
        without: 'Docker reports that an argument is missing.',
      },
    ],
  },
  mount: {
    title: 'Two of your folders in a container',
    words: [
      docker,
      run,
      {
        text: '--rm',
        meaning: 'Remove the container afterwards. What is in your folder stays.',
        without: 'The container stays in the list until you remove it.',
      },
      {
        text: '--volume ./data:/data:ro',
        meaning: 'Show the folder data as /data in the container, read-only. In short: -v.',
        without: 'There is no /data, unless the image has one.',
      },
      {
        text: '--volume ./out:/out',
        meaning: 'Show the folder out as /out. What the process writes there is in your folder at once.',
        without: 'The process writes into the container, and --rm deletes the file.',
      },
      {
        text: 'notebook',
        meaning: 'The image. It has the program, but neither data nor results.',
        without: 'Docker reports that an image is missing.',
      },
    ],
  },
  tag: {
    title: 'The parts of a base image’s name',
    words: [
      {
        text: 'python',
        meaning: 'The repository: the official images for Python.',
        without: 'There is no name to look up.',
      },
      {
        text: ':3.11',
        meaning: 'The minor version of Python. The tag moves on to its patch releases.',
        without: 'You get the newest Python, and one day a version for which a package has no wheel yet.',
      },
      {
        text: '-slim',
        meaning: 'The variant without compilers and headers.',
        without: 'You get the full image, and scanner findings in packages that you never call.',
      },
      {
        text: '-bookworm',
        meaning: 'The release of Debian, here 12.',
        without: 'You get the current Debian, and one day a different glibc and different package names.',
      },
    ],
  },
  path: {
    title: 'A line that chooses the Python of an image',
    words: [
      {
        text: 'ENV',
        meaning: 'Set an environment variable for the lines below and for every container.',
        without: 'The line is no instruction, and the build fails.',
      },
      {
        text: 'PATH=',
        meaning: 'The variable with the folders in which programs are looked up, in order.',
        without: 'The build fails: ENV needs a name.',
      },
      {
        text: '/opt/venv/bin',
        meaning: 'The first folder: here are the python and pip of the virtual environment.',
        without: 'python and pip are those of the base image, in /usr/local/bin.',
      },
      {
        text: ':$PATH',
        meaning: 'Then the folders that were in the variable before.',
        without: 'Programs in other folders are not found, not even ls.',
      },
    ],
  },
  lock: {
    title: 'An installation that accepts only known files',
    words: [
      {
        text: 'pip install',
        meaning: 'Look up packages, download their files, and unpack them.',
        without: 'There is nothing to execute.',
      },
      {
        text: '--no-cache-dir',
        meaning: 'Keep no copy of what was downloaded.',
        without: 'The downloads stay in the image, in /root/.cache.',
      },
      {
        text: '--require-hashes',
        meaning: 'Install nothing that is not in the file with a version and a hash.',
        without: 'A file without any hashes is accepted. If one line has a hash, all lines need one.',
      },
      {
        text: '-r requirements.lock',
        meaning: 'Take names, versions and hashes from this file.',
        without: 'pip reports that it needs at least one package to install.',
      },
    ],
  },
} satisfies Record<string, Command>;

/** What a figure shows. */
export type CommandId = keyof typeof commands;
