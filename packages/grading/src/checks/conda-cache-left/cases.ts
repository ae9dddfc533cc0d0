import type { FindingCase } from '../../check/finding-case.ts';

const silent = (name: string, run: string): FindingCase => ({
  name,
  dockerfile: `FROM conda:24\n${run}`,
  lines: [],
});
const fires = (name: string, run: string, fixed: string | undefined, line = 2): FindingCase => ({
  name,
  dockerfile: `FROM conda:24\n${run}`,
  lines: [line],
  fixed: fixed === undefined ? undefined : `FROM conda:24\n${fixed}`,
});

export const cases: FindingCase[] = [
  fires('install', 'RUN conda install -y numpy', 'RUN conda install -y numpy && conda clean -afy'),
  fires(
    'an environment',
    'RUN conda env create -f environment.yml',
    'RUN conda env create -f environment.yml && conda clean -afy',
  ),
  fires(
    'create',
    'RUN conda create -y -n app python=3.11',
    'RUN conda create -y -n app python=3.11 && conda clean -afy',
  ),
  fires(
    'update',
    'RUN conda env update -n base -f environment.yml',
    'RUN conda env update -n base -f environment.yml && conda clean -afy',
  ),
  fires('mamba', 'RUN mamba install -y numpy', 'RUN mamba install -y numpy && mamba clean --all --yes'),
  fires(
    'micromamba',
    'RUN micromamba install -y -n base -f env.yml',
    'RUN micromamba install -y -n base -f env.yml && micromamba clean --all --yes',
  ),
  fires(
    'called by its path',
    'RUN /opt/conda/bin/conda install -y numpy',
    'RUN /opt/conda/bin/conda install -y numpy && conda clean -afy',
  ),
  fires(
    'over lines',
    'RUN conda install -y \\\n   numpy \\\n   scipy',
    'RUN conda install -y \\\n   numpy \\\n   scipy \\\n   && conda clean -afy',
  ),
  fires(
    'heredoc',
    'RUN <<EOF\nconda install -y numpy\nEOF',
    'RUN <<EOF\nconda install -y numpy\nconda clean -afy\nEOF',
    3,
  ),
  fires('exec form', 'RUN ["conda", "install", "-y", "numpy"]', undefined),
  fires(
    'cleaned before',
    'RUN conda clean -afy && conda install -y numpy',
    'RUN conda clean -afy && conda install -y numpy && conda clean -afy',
  ),
  fires(
    'cleaned in a later RUN',
    'RUN conda install -y numpy\nRUN conda clean -afy',
    'RUN conda install -y numpy && conda clean -afy\nRUN conda clean -afy',
  ),
  fires(
    'only the index',
    'RUN conda install -y numpy && conda clean -i -y',
    'RUN conda install -y numpy && conda clean -i -y && conda clean -afy',
  ),
  fires(
    'ONBUILD',
    'ONBUILD RUN conda install -y numpy',
    'ONBUILD RUN conda install -y numpy && conda clean -afy',
  ),
  silent('cleaned', 'RUN conda install -y numpy && conda clean -afy'),
  silent('cleaned with long options', 'RUN conda install -y numpy && conda clean --all --yes'),
  silent('only the archives', 'RUN conda install -y numpy && conda clean -tipy'),
  silent('by mamba', 'RUN conda install -y numpy && mamba clean -ay'),
  silent('over lines, cleaned', 'RUN conda env create -f environment.yml \\\n && conda clean --all -f -y'),
  silent('removed', 'RUN conda install -y numpy && rm -rf /opt/conda/pkgs/*'),
  silent('cache mount', 'RUN --mount=type=cache,target=/opt/conda/pkgs conda install -y numpy'),
  silent('a build stage that is not part of the image', 'RUN conda install -y numpy\nFROM debian:12'),
  silent('other verbs', 'RUN conda config --set auto_update_conda false && conda list'),
  silent('a command in an environment', 'RUN conda run -n app python install.py'),
  silent('only a dry run', 'RUN conda install -y --dry-run numpy'),
  silent('only printed', 'RUN echo "conda install numpy"'),
];
