import { ConfigurationRefused, type Environment, type SettingMistake } from '../settings.js';

/** Where spans go; the rest of the standard names (`OTEL_*`) is read by OpenTelemetry itself. */
export interface TraceSettings {
  readonly url: string;
}

const usualEndpoint = 'http://localhost:4318';

/**
 * Traces are on where `OTEL_EXPORTER_OTLP_ENDPOINT` (or the one for traces alone) is set, or `OTEL_TRACES_EXPORTER` is
 * `otlp`; null where they are off.
 * @throws ConfigurationRefused where the environment asks for what this program does not have
 */
export const readTraceSettings = (environment: Environment): TraceSettings | null => {
  const { OTEL_TRACES_EXPORTER: exporter = '', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '' } = environment;
  const endpointOfTraces = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? '';
  const protocol =
    environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? environment.OTEL_EXPORTER_OTLP_PROTOCOL ?? '';
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || exporter === 'none') return null;
  if (exporter === '' && endpoint === '' && endpointOfTraces === '') return null;

  const mistakes: SettingMistake[] = [];
  const mistake = (setting: string, what: string) => mistakes.push({ setting, mistake: what });
  if (!['', 'otlp'].includes(exporter)) mistake('OTEL_TRACES_EXPORTER', 'must be otlp or none.');
  if (!['', 'http/json'].includes(protocol))
    mistake('OTEL_EXPORTER_OTLP_PROTOCOL', 'must be http/json (a collector takes it on port 4318).');
  if (endpoint !== '' && !isHttp(endpoint))
    mistake('OTEL_EXPORTER_OTLP_ENDPOINT', 'must be an address such as http://collector:4318.');
  if (endpointOfTraces !== '' && !isHttp(endpointOfTraces))
    mistake(
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      'must be an address such as http://collector:4318/v1/traces.',
    );
  if (mistakes.length > 0) throw new ConfigurationRefused(mistakes);
  if (endpointOfTraces !== '') return { url: endpointOfTraces };
  return { url: `${(endpoint === '' ? usualEndpoint : endpoint).replace(/\/+$/, '')}/v1/traces` };
};

const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
