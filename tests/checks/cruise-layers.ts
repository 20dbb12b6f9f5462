import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { forbiddenTo, layers } from './layers.js';

export interface LayerReport {
  /** Files that were looked at, as in `src/core/result.ts`. */
  readonly files: readonly string[];
  /** `from → to: rule`, one per import that goes where it may not. */
  readonly violations: readonly string[];
}

/** Follows every import of `src` under `folder`, types too, and holds it against the table of layers. */
export const cruiseLayers = async (folder: string): Promise<LayerReport> => {
  const { output } = await cruise(
    ['src'],
    {
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden: rules },
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '^src/app/words/messages' },
    },
    { exportsFields: ['exports'], conditionNames: ['browser', 'svelte', 'import', 'default'] },
    { tsConfig: extractTSConfig(`${folder}/tsconfig.json`) },
  );
  const { modules, summary } = output as ICruiseResult;
  return {
    files: modules.map(({ source }) => source).filter((source) => source.startsWith('src/')),
    violations: summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`),
  };
};

const names = Object.keys(layers);

const borders: IForbiddenRuleType[] = names.flatMap((layer) =>
  forbiddenTo(layer).map(({ kind, name, allowTypes, except }) => ({
    name: `${layer} may not look at ${name}`,
    severity: 'error',
    // Build scripts (.js) are of the house, not of the layer they lie in.
    from: { path: `^src/${layer}/`, pathNot: '\\.js$' },
    to: {
      ...(kind === 'layer'
        ? { path: `^src/${name}/`, ...(except.length > 0 ? { pathNot: `^src/(${except.join('|')})$` } : {}) }
        : name === 'node:'
          ? { dependencyTypes: ['core'] }
          : { path: `(^|/)node_modules/${name}/` }),
      ...(allowTypes ? { dependencyTypesNot: ['type-only'] } : {}),
    },
  })),
);

const rules: IForbiddenRuleType[] = [
  ...borders,
  {
    name: 'one transport does not know another',
    severity: 'error',
    from: { path: '^src/transports/([^/]+)/' },
    to: { path: '^src/transports/', pathNot: '^src/transports/$1/' },
  },
  {
    name: 'layers are crossed by their names (#core/…)',
    severity: 'error',
    from: { path: '^src/([^/]+)/', pathNot: '\\.js$' },
    to: {
      path: '^src/',
      pathNot: '^src/$1/',
      dependencyTypesNot: ['aliased-subpath-import'],
    },
  },
  {
    name: 'every file of src lies in a layer',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${names.join('|')})/` },
    to: {},
  },
  {
    name: 'no circle of imports',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'every import leads somewhere',
    severity: 'error',
    from: {},
    // `?url` is Vite's, which does not build when it leads nowhere.
    to: { couldNotResolve: true, pathNot: '^virtual:|^#app/words/messages/|\\?url$' },
  },
];
