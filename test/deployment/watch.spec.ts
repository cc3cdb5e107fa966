import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { alone, composed } from './compose.fixture.js';
import { anchors, isThere, root, text, yaml } from './files.fixture.js';
import {
  declaredMetrics,
  histogramSuffixes,
  questionIn,
  usualMetrics,
  type Labels,
} from './metrics.fixture.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly read: string };
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const { groups } = yaml('deploy/watch/alerts.yml') as { groups: readonly { rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(text('deploy/watch/grafana/dashboards/throughline.json')) as {
  panels: readonly Panel[];
};
const shown = panels.filter(({ type }) => type !== 'row');

const declared = declaredMetrics();
const usual = usualMetrics();
/** Prometheus's own, and the labels that it adds. */
const ofPrometheus = new Map<string, Labels>([
  ['up', new Map()],
  ['ALERTS', new Map([['alertstate', new Set(['pending', 'firing'])]])],
]);
const added = new Set(['job', 'instance', 'le']);

const labelsOf = (metric: string): Labels | undefined => {
  if (usual.has(metric)) return new Map();
  const base = metric.replace(histogramSuffixes, '');
  return ofPrometheus.get(metric) ?? declared.get(metric) ?? declared.get(base);
};

/** What a question asks for that the programs do not give. */
const askedInVain = (promql: string): readonly string[] => {
  const { mistakes, selected, grouped } = questionIn(promql);
  const vain = mistakes > 0 ? ['is not PromQL'] : [];
  const known = new Set(added);
  for (const { metric, matchers } of selected) {
    const labels = labelsOf(metric);
    if (labels === undefined) vain.push(metric);
    for (const label of labels?.keys() ?? []) known.add(label);
    for (const { label, value } of matchers) {
      if (added.has(label)) continue;
      const values = labels?.get(label);
      if (values === undefined) vain.push(`${metric}{${label}}`);
      else vain.push(...value.split('|').filter((one) => values?.has(one) === false));
    }
  }
  return [...vain, ...grouped.filter((label) => !known.has(label))];
};

const questions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...shown.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
];

describe('what an operator is shown', () => {
  it.each(questions)('%s asks for metrics, labels and values that the programs give', (_title, expr) => {
    expect(askedInVain(expr)).toEqual([]);
  });

  it('would be found out if it asked in vain', () => {
    expect(declared.size).toBeGreaterThan(15);
    // Only what comes from outside the sources is not listed.
    const unlisted = [...declared].flatMap(([metric, labels]) =>
      [...labels].flatMap(([label, values]) => (values === null ? [`${metric}{${label}}`] : [])),
    );
    expect(new Set(unlisted.map((one) => one.replace(/^.*\{/, '{')))).toEqual(
      new Set(['{slot}', '{version}', '{node}']),
    );
    expect(askedInVain('rate(throughline_actions_totals[5m])')).toEqual(['throughline_actions_totals']);
    expect(askedInVain('throughline_disclosures_total{outcom="failed"}')).toEqual([
      'throughline_disclosures_total{outcom}',
    ]);
    expect(askedInVain('throughline_disclosures_total{outcome=~"given|failled"}')).toEqual(['failled']);
    expect(askedInVain('sum by (shard) (throughline_projection_lag_seconds)')).toEqual(['shard']);
    expect(askedInVain('sum(up')).toEqual(['is not PromQL']);
  });
});

describe('the alerts', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says what to read, and who is woken',
    (_alert, rule) => {
      expect(['page', 'ticket']).toContain(rule.labels.severity);
      const [page = '', anchor] = rule.annotations.read.split('#');
      expect([page, isThere(page)]).toEqual([page, true]);
      if (anchor !== undefined) expect(anchors(page)).toContain(anchor);
      const { grouped } = questionIn(rule.expr);
      const named = [...rule.annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!);
      const kept = /\b(sum|max|group)\b/.test(rule.expr) ? grouped : [...added];
      expect(named.filter((label) => !kept.includes(label))).toEqual([]);
    },
  );

  it('are named once each', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('are told when they must be, and not before', () => {
    const tried = spawnSync('promtool', ['test', 'rules', join(root, 'test/deployment/alerts-tried.yml')], {
      encoding: 'utf8',
    });
    if (tried.error !== undefined) {
      process.stderr.write('promtool is not installed: the alert rules were read, and not tried.\n');
      return;
    }
    expect([tried.status, tried.stdout + tried.stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});

describe('the dashboard', () => {
  it('asks in each row a question, and says in each panel what it shows', () => {
    for (const { type, title } of panels) if (type === 'row') expect(title).toMatch(/\?$/);
    for (const { title, description, targets = [] } of shown) {
      expect([title, description]).toEqual([title, expect.stringMatching(/\.$/)]);
      expect([title, targets.length > 0]).toEqual([title, true]);
    }
  });

  it('lays no panel over another, and each within the page', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: h * w }, (_cell, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('is found by Grafana, and finds its data', () => {
    const { datasources } = yaml('deploy/watch/grafana/provisioning/datasources/prometheus.yml') as {
      datasources: readonly { uid: string; type: string; url: string }[];
    };
    for (const { title, datasource } of shown)
      expect([title, datasource]).toEqual([title, { type: datasources[0]!.type, uid: datasources[0]!.uid }]);
    const { services } = composed(...alone);
    expect(Object.keys(services)).toContain(new URL(datasources[0]!.url).hostname);
    const { providers } = yaml('deploy/watch/grafana/provisioning/dashboards/throughline.yml') as {
      providers: readonly { options: { path: string } }[];
    };
    expect(services.grafana?.volumes).toContain(
      `./deploy/watch/grafana/dashboards:${providers[0]!.options.path}:ro`,
    );
  });
});

describe('Prometheus', () => {
  it('scrapes every gateway, projector and feed at the port where it answers', () => {
    const { scrape_configs: jobs, rule_files: files } = yaml('deploy/watch/prometheus.yml') as {
      rule_files: readonly string[];
      scrape_configs: readonly {
        job_name: string;
        dns_sd_configs: readonly { names: readonly string[]; port: number }[];
      }[];
    };
    const { services } = composed(...alone);
    const found = jobs.map(({ job_name: job, dns_sd_configs: [by] }) => [job, by!.names, by!.port]);
    expect(found).toEqual(
      ['gateway', 'projector', 'feed'].map((name) => [name, [name], services[name]?.environment?.PORT]),
    );
    for (const file of files)
      expect(services.prometheus?.volumes).toContain(`./deploy/watch/${file}:/etc/prometheus/${file}:ro`);
  });
});
