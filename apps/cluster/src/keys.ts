import { openAwsKms, openKeyFile, openVaultTransit, type KeyProvider } from '#sealing';
import type { ClusterConfiguration } from './configuration.js';

/** The key-encryption key, with whoever holds it. */
export const openKeys = async ({ keys, production }: ClusterConfiguration): Promise<KeyProvider> => {
  switch (keys.from) {
    case 'file':
      return openKeyFile({ file: keys.file, production, mayCreate: true });
    case 'vault':
      return openVaultTransit(keys);
    case 'aws-kms':
      return openAwsKms(keys);
  }
};
