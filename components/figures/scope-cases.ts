/** Ways to declare a variable in a two-stage file, and what the reader should look at. */
export const scopeCases = [
  {
    label: 'Above FROM',
    remark: 'Line 1 is in no stage. FROM lines see it; the lines inside the stages do not.',
    dockerfile: `ARG TAG=3.11-slim-bookworm
FROM python:$TAG AS fetch
RUN echo "base $TAG"

FROM python:$TAG
RUN echo "base $TAG"
CMD ["python", "serve.py"]
`,
  },
  {
    label: 'Also in one stage',
    remark: 'ARG without a value brings in the one from above FROM, up to the end of its stage.',
    dockerfile: `ARG TAG=3.11-slim-bookworm
FROM python:$TAG AS fetch
ARG TAG
RUN echo "base $TAG"

FROM python:$TAG
RUN echo "base $TAG"
CMD ["python", "serve.py"]
`,
  },
  {
    label: 'In each stage',
    remark: 'Each stage declares it separately. It is gone after the build: the container does not have it.',
    dockerfile: `ARG TAG=3.11-slim-bookworm
FROM python:$TAG AS fetch
ARG TAG
RUN echo "base $TAG"

FROM python:$TAG
ARG TAG
RUN echo "base $TAG"
CMD ["python", "serve.py"]
`,
  },
  {
    label: 'Passed to ENV',
    remark: 'ENV writes the value into the image’s config, and every container starts with it.',
    dockerfile: `ARG TAG=3.11-slim-bookworm
FROM python:$TAG AS fetch
RUN echo "base $TAG"

FROM python:$TAG
ARG TAG
ENV TAG=$TAG
RUN echo "base $TAG"
CMD ["python", "serve.py"]
`,
  },
] as const;

/** The variable that the cases declare. */
export const scopeVariable = 'TAG';
