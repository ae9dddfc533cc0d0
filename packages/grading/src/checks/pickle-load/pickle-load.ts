import { compareVersions } from '@dfm/contracts/compare-versions';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { shippedFiles } from '@dfm/dockerfile/copies/shipped-files';
import { keyword, pythonCalls } from '@dfm/dockerfile/python/python-code';
import type { PythonCall } from '@dfm/dockerfile/python/python-code';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const pickleLoad: Check = {
  meta: {
    id: 'pickle-load',
    title: 'Loading a file that may run code',
    axis: 'security',
    topic: 'ml',
    severity: 'info',
    defaultPoints: 5,
    needs: ['context'],
    also: [],
    detects:
      'torch.load without weights_only=True (unless torch is pinned to 2.6 or later, where that is the default), and pickle, dill, cloudpickle, pandas.read_pickle and numpy.load with allow_pickle, in the Python files of the image. The content of .pkl and .pt files is not inspected.',
    why: 'A pickle is a program: loading it runs the code of its author with the permissions of the service. A model from elsewhere, or one that someone could replace, is therefore untrusted code.',
    fix: 'Store weights as .safetensors, or load them with torch.load(…, weights_only=True). If you need a pickle, load only files that you created yourself, and verify their hash first.',
    bad: 'model.load_state_dict(torch.load("model.pt"))',
    good: 'model.load_state_dict(torch.load("model.pt", weights_only=True))',
  },
  findings,
};

const loaders: ReadonlySet<string> = new Set(['load', 'loads', 'Unpickler', 'read_pickle', 'unsafe_load']);
/** From this release on, torch.load reads only tensors by default (release notes of PyTorch 2.6). */
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
  const torchIsSafe = torch !== undefined && (compareVersions(torch, safeTorch) ?? -1) >= 0;
  return shipped.flatMap(({ file: { path, text = '' } }) => {
    const call = pythonCalls(text, loaders)
      .map((found) => ({ found, problem: problemOf(found, torchIsSafe) }))
      .find(({ problem }) => problem !== undefined);
    if (call === undefined) return [];
    return [{ ...rangeOfLine({ lines: text.split('\n') }, call.found.line), path, ...call.problem! }];
  });
}

function problemOf(
  { name, args }: PythonCall,
  torchIsSafe: boolean,
): { severity: 'warning' | 'info'; message: string } | undefined {
  if (name === 'torch.load') {
    const only = keyword(args, 'weights_only');
    if (only === undefined ? torchIsSafe : only !== 'False' && only !== '0' && only !== 'None')
      return undefined;
    return {
      severity: 'warning',
      message: `torch.load ${only === undefined ? 'without weights_only=True' : `with weights_only=${only}`} runs any code in the file. Add weights_only=True, or store the weights as .safetensors.`,
    };
  }
  const [module, ...rest] = name.split('.');
  const isPickle =
    /^(?:c?[pP]ickle|pkl|dill|cloudpickle|_pickle)$/u.test(module!) &&
    /^(?:loads?|Unpickler)$/u.test(rest[0] ?? '');
  if (isPickle || name.endsWith('.read_pickle'))
    return {
      severity: 'info',
      message: `${name} runs any code in the file. Load only files that you created yourself, and verify their hash first.`,
    };
  if (/^(?:np|numpy)\.load$/u.test(name) && keyword(args, 'allow_pickle') === 'True')
    return {
      severity: 'info',
      message: `${name} with allow_pickle=True runs any code in the file. Store plain arrays, which need no pickle.`,
    };
  return undefined;
}
