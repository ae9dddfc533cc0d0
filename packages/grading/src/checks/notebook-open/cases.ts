import type { FindingCase } from '../../check/finding-case.ts';

const row = (name: string, text: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\n${text}`,
  lines,
});
const config = (text: string) => ({
  files: [{ path: 'conf/jupyter_server_config.py', bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  row('an empty token', 'CMD ["jupyter", "lab", "--ip=0.0.0.0", "--ServerApp.token="]'),
  row('quotes inside the word', `CMD ["jupyter", "notebook", "--NotebookApp.token=''"]`),
  row('shell form', "CMD jupyter notebook --ip 0.0.0.0 --NotebookApp.token=''"),
  row('double quotes', 'CMD jupyter lab --LabApp.token=""'),
  row('the identity provider', 'ENTRYPOINT ["jupyter", "lab", "--IdentityProvider.token="]'),
  row('the program with a dash', 'CMD ["jupyter-lab", "--no-browser", "--NotebookApp.token="]'),
  row('by a shell', `CMD ["sh", "-c", "jupyter lab --NotebookApp.token='' --no-browser"]`),
  row('the script of the stacks', "CMD start-notebook.sh --NotebookApp.token=''"),
  row('as root', 'CMD ["jupyter", "lab", "--allow-root"]'),
  row('as root, shell form', 'CMD jupyter notebook --port=8888 --allow-root'),
  row('entry point and command', 'ENTRYPOINT ["jupyter", "lab", "--allow-root"]\nCMD ["--port=8888"]'),
  row('lower case', 'cmd jupyter lab --allow-root'),
  row('python -m', 'CMD ["python", "-m", "jupyter", "lab", "--allow-root"]'),
  row(
    'written to the configuration',
    `RUN echo "c.NotebookApp.token = ''" >> /root/.jupyter/jupyter_notebook_config.py`,
  ),
  row(
    'written by a heredoc',
    "COPY <<EOF /root/.jupyter/jupyter_server_config.py\nc.ServerApp.ip = '0.0.0.0'\nc.ServerApp.token = ''\nEOF",
  ),
  row('marimo', 'CMD ["marimo", "edit", "--host", "0.0.0.0", "--no-token"]'),
  {
    name: 'a file of the context',
    dockerfile: 'FROM python:3.11\nCOPY conf/jupyter_server_config.py /etc/jupyter/',
    lines: [2],
    context: config("c.ServerApp.token = ''\n"),
  },
  {
    name: 'in the stage it is built FROM',
    dockerfile: 'FROM python:3.11 AS a\nCMD jupyter lab --allow-root\nFROM a\nRUN true',
    lines: [2],
  },
  row('after a line continuation', 'CMD jupyter lab \\\n  --ip=0.0.0.0 \\\n  --allow-root'),
  row(
    'near miss: the token that Jupyter generates',
    'CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser"]',
    [],
  ),
  row('near miss: a given token', 'CMD ["jupyter", "lab", "--ServerApp.token=abc123"]', []),
  row('near miss: a token by a variable', 'CMD jupyter lab --ServerApp.token=$TOKEN', []),
  row(
    'near miss: no password, which is the default with a token',
    "CMD jupyter lab --NotebookApp.password=''",
    [],
  ),
  row('near miss: a different program', 'CMD ["python", "serve.py", "--allow-root", "--token="]', []),
  row('near miss: a later command replaces it', 'CMD jupyter lab --allow-root\nCMD jupyter lab', []),
  row(
    'near miss: a later entry point resets it',
    'CMD jupyter lab --allow-root\nENTRYPOINT ["python", "serve.py"]',
    [],
  ),
  row('near miss: only installed', 'RUN pip install jupyter jupyterlab', []),
  row('near miss: the old bower', 'RUN bower install --allow-root', []),
  row('near miss: printed', 'RUN echo jupyter lab --allow-root', []),
  row(
    'near miss: the variable, which is ignored if it is empty',
    'ENV JUPYTER_TOKEN=\nCMD ["jupyter", "lab"]',
    [],
  ),
  {
    name: 'near miss: commented out in the file',
    dockerfile: 'FROM python:3.11\nCOPY conf/jupyter_server_config.py /etc/jupyter/',
    lines: [],
    context: config("# c.ServerApp.token = ''\nc.ServerApp.ip = '0.0.0.0'\n"),
  },
  {
    name: 'near miss: in a build stage',
    dockerfile: 'FROM python:3.11 AS a\nCMD jupyter lab --allow-root\nFROM python:3.11\nCMD ["python"]',
    lines: [],
  },
  row('near miss: a command that converts', 'CMD jupyter nbconvert --execute --allow-root a.ipynb', []),
  row('near miss: converting notebooks', 'RUN jupyter nbconvert --to script a.ipynb --allow-root', []),
];
