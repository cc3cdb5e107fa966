import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import ts from 'typescript';
import { parser } from '@prometheus-io/lezer-promql';
import { filesBelow, root, text } from './files.fixture.js';

/** The values that a label may have; null where the program does not list them one by one. */
export type Labels = ReadonlyMap<string, ReadonlySet<string> | null>;

const isSource = (file: string): boolean => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(file);
const declares = (file: string): boolean => isSource(file) && text(file).includes("name: 'throughline_");

/** Where metrics are declared, and the lists that their labels are made of. The rest of the product need not be read. */
const observed = ['apps/observation/src', 'apps/gateway/src', 'apps/feed/src', 'libs/platform/src'];

const programOf = (files: readonly string[]): ts.Program => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (file) =>
    readFileSync(file, 'utf8'),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return ts.createProgram([...files], { ...options, noEmit: true, incremental: false, noResolve: true });
};

/** Every metric that the sources declare, with its labels: read by the compiler, so that it is what the program has. */
export const declaredMetrics = (): ReadonlyMap<string, Labels> => {
  const elsewhere = ['apps', 'libs'].flatMap(filesBelow).filter(declares);
  const files = new Set([...elsewhere, ...observed.flatMap(filesBelow).filter(isSource)]);
  const program = programOf([...files].map((file) => join(root, file)));
  const checker = program.getTypeChecker();
  const metrics = new Map<string, Labels>();

  const valuesOf = (symbol: ts.Symbol): ReadonlySet<string> | null => {
    const element = checker.getIndexTypeOfType(checker.getTypeOfSymbol(symbol), ts.IndexKind.Number);
    if (element === undefined) return null;
    const types = element.isUnion() ? element.types : [element];
    const literals = types.flatMap((type) => (type.isStringLiteral() ? [type.value] : []));
    return literals.length === types.length ? new Set(literals) : null;
  };
  const declaration = (node: ts.ObjectLiteralExpression): void => {
    const property = (wanted: string) => node.properties.find(({ name }) => name?.getText() === wanted);
    const name = property('name');
    const labels = property('labels');
    if (name === undefined || labels?.name === undefined) return;
    if (!ts.isPropertyAssignment(name) || !ts.isStringLiteral(name.initializer)) return;
    const listed = checker.getPropertiesOfType(checker.getTypeAtLocation(labels.name));
    metrics.set(name.initializer.text, new Map(listed.map((label) => [label.name, valuesOf(label)])));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) declaration(node);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles())
    if (!file.isDeclarationFile && declares(relativeTo(file))) visit(file);
  return metrics;
};

const relativeTo = ({ fileName }: ts.SourceFile): string => fileName.slice(root.length + 1);

/** What prom-client gives for every process. */
export const usualMetrics = (): ReadonlySet<string> => {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const names = register.getMetricsAsArray().map(({ name }) => name);
  register.clear();
  return new Set(names);
};

/** The names under which Prometheus keeps a histogram. */
export const histogramSuffixes = /_(bucket|count|sum)$/;

export interface Selected {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

export interface Question {
  readonly mistakes: number;
  readonly selected: readonly Selected[];
  /** Every label that results are grouped or joined by. */
  readonly grouped: readonly string[];
}

/** Takes a question in PromQL apart. Variables of Grafana stand for a time. */
export const questionIn = (written: string): Question => {
  const promql = written.replaceAll(/\$__(rate_interval|range|interval)/g, '5m');
  const at = (node: { from: number; to: number }) => promql.slice(node.from, node.to);
  let mistakes = 0;
  const grouped: string[] = [];
  const selected: { metric: string; matchers: Selected['matchers'][number][] }[] = [];
  parser.parse(promql).iterate({
    enter: (node) => {
      if (node.type.isError) mistakes += 1;
      if (node.name === 'VectorSelector') selected.push({ metric: '', matchers: [] });
      const current = selected.at(-1);
      if (node.name === 'Identifier' && current !== undefined) current.metric = at(node);
      if (node.name === 'UnquotedLabelMatcher' && current !== undefined) {
        const [, label = '', operator = '', value = ''] =
          /^\s*(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/s.exec(at(node)) ?? [];
        current.matchers.push({ label, operator, value });
      }
      if (node.name === 'LabelName' && node.node.parent?.name === 'GroupingLabels') grouped.push(at(node));
    },
  });
  return { mistakes, selected, grouped };
};
