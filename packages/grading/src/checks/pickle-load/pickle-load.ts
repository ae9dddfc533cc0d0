import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shippedFiles } from '@dfm/dockerfile/copies/shipped-files';
import { keyword, pythonCalls } from '@dfm/dockerfile/python/python-code';
import type { PythonCall } from '@dfm/dockerfile/python/python-code';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { compareRelease } from '../../cuda/compare-release.ts';

export const pickleLoad: Check = {
  meta: {
    id: 'pickle-load',
    title: 'A file is loaded that may run code',
    axis: 'security',
    topic: 'ml',
    severity: 'info',
    defaultPoints: 5,
    needs: ['context'],
    also: [],
    detects:
      'torch.load without weights_only=True (unless torch is pinned to 2.6 or later, where that is the default), and pickle, dill, cloudpickle, pandas.read_pickle and numpy.load with allow_pickle, in the Python files that the image gets. What is inside a .pkl or .pt file is not looked at.',
    why: 'A pickle is a program: loading it runs what its author wrote into it, with the rights of the service. A model from elsewhere, or one that somebody could replace, is then code from elsewhere.',
    fix: 'Keep weights as .safetensors, or load them with torch.load(…, weights_only=True). Where a pickle is needed, load only what you made yourself and compare its hash first.',
    bad: 'model.load_state_dict(torch.load("model.pt"))',
    good: 'model.load_state_dict(torch.load("model.pt", weights_only=True))',
  },
  findings,
};

const loaders: ReadonlySet<string> = new Set(['load', 'loads', 'Unpickler', 'read_pickle', 'unsafe_load']);
/** torch.load reads tensors alone by default from this release on (release notes of PyTorch 2.6). */
const safeTorch = '2.6';

function findings(input: BuildSource): StaticFinding[] {
  const shipped = shippedFiles(
    input,
    ({ path, text }) =>
      path.endsWith('.py') &&
      text !== undefined &&
      /pickle|dill|torch|numpy|\bnp\b/u.test(text) &&
      !/(?:^|\/)(?:tests?\/|test_[^/]*$|conftest\.py$)/u.test(path),
  );
  if (shipped.length === 0) return [];
  const torch = pythonRequests(input)
    .flatMap(({ requirements }) => requirements)
    .find(({ name, version }) => name === 'torch' && version !== undefined)?.version;
  const torchIsSafe = torch !== undefined && compareRelease(torch, safeTorch) >= 0;
  return shipped.flatMap(({ file, instruction }) => {
    const call = pythonCalls(file.text!, loaders)
      .map((found) => ({ found, problem: problemOf(found, torchIsSafe) }))
      .find(({ problem }) => problem !== undefined);
    if (call === undefined) return [];
    const { severity, said } = call.problem!;
    return [{ ...rangeOf(instruction), severity, message: `${file.path}, line ${call.found.line}: ${said}` }];
  });
}

function problemOf(
  { name, args }: PythonCall,
  torchIsSafe: boolean,
): { severity: 'warning' | 'info'; said: string } | undefined {
  if (name === 'torch.load') {
    const only = keyword(args, 'weights_only');
    if (only === undefined ? torchIsSafe : only !== 'False' && only !== '0' && only !== 'None')
      return undefined;
    return {
      severity: 'warning',
      said: `torch.load ${only === undefined ? 'without weights_only=True' : `with weights_only=${only}`} runs whatever code the file holds. Add weights_only=True, or keep the weights as .safetensors.`,
    };
  }
  const [module, ...rest] = name.split('.');
  const isPickle =
    /^(?:c?[pP]ickle|pkl|dill|cloudpickle|_pickle)$/u.test(module!) &&
    /^(?:loads?|Unpickler)$/u.test(rest[0] ?? '');
  if (isPickle || name.endsWith('.read_pickle'))
    return {
      severity: 'info',
      said: `${name} runs whatever code the file holds. Load only what you made yourself, and compare its hash first.`,
    };
  if (/^(?:np|numpy)\.load$/u.test(name) && keyword(args, 'allow_pickle') === 'True')
    return {
      severity: 'info',
      said: `${name} with allow_pickle=True runs whatever code the file holds. Keep plain arrays, which need no pickle.`,
    };
  return undefined;
}
