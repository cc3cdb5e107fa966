/** Imports run downwards: apps; recording, read-models; identity, projections, sharing-policy, sealing, documents;
 *  casework, event-store, platform; kernel, feed-client. A library is entered by its index only. */
const layers = [
  ['apps'],
  ['recording', 'read-models'],
  ['identity', 'projections', 'sharing-policy', 'sealing', 'documents'],
  ['casework', 'event-store', 'platform'],
  ['kernel', 'feed-client'],
];
const path = (name) => (name === 'apps' ? '^apps/' : `^libs/${name}/`);
const upward = layers
  .flatMap((layer, depth) =>
    layer.map((name) => ({
      name: `${name}-imports-downwards`,
      severity: 'error',
      comment: 'A lower layer, or a neighbour of the same layer, must not be imported from here.',
      from: { path: path(name) },
      to: {
        path: layers
          .slice(0, depth + 1)
          .flat()
          .filter((other) => other !== name)
          .map(path),
      },
    })),
  )
  // An empty list would match everything; nothing is above the apps.
  .filter(({ to }) => to.path.length > 0);
const only = (name, allowed, module) => ({
  name,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: allowed },
  to: { path: `node_modules/${module}` },
});
module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'libraries-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: {
        path: '^libs/([^/]+)/src/.+',
        pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$', '/(conformance|testing)/index\\.ts$'],
      },
    },
    only('only-the-sharing-policy-decides', '^libs/sharing-policy/', '@cedar-policy'),
    only('only-the-embedded-engines-know-sqlite', '^libs/(event-store|sealing|platform)/', '@photostructure'),
    only('only-the-event-store-knows-kurrentdb', '^libs/event-store/', '@kurrent'),
    only(
      'only-the-feed-and-the-event-store-know-grpc',
      '^(libs/(event-store|feed-client)|apps/feed)/',
      '(@grpc|grpc-health-check)',
    ),
    only('only-the-platform-knows-postgres', '^libs/platform/', '(pg|pg-copy-streams)/'),
    only('only-sealing-knows-key-services', '^libs/sealing/', '@aws-sdk'),
    only(
      'only-documents-know-how-files-are-made',
      '^libs/documents/',
      '(csv-stringify|yazl|pdfkit|fontkit|dejavu-fonts-ttf|@viz-js)/',
    ),
    {
      name: 'the-domain-is-pure',
      severity: 'error',
      from: { path: '^libs/(casework|kernel)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^(node:)?(fs|net|http|https|crypto|child_process|worker_threads)|node_modules/@nestjs',
        pathNot: '^libs/',
      },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // An import of a type alone is an import too: it ties the layers just as much.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
    },
    exclude: { path: '^dist/' },
  },
};
