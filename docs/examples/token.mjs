/**
 * A token of somebody of the sample organisations: for development. At an agency the token comes from its own OpenID
 * Connect issuer, for a piece of software by the client credentials grant.
 */
export const tokenOf = async (address, person) => {
  const response = await fetch(new URL('/dev/tokens', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  if (!response.ok) throw new Error(`There is no token for ${person}: ${response.status}`);
  return (await response.json()).token;
};
