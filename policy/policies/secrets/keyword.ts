// CKV_SECRET_6, 10, 19 and 80: what is called a password or a key holds no literal, and nothing holds striking randomness.
import { credentialIn, shapesIn } from '../../secrets';
import { secretPolicy } from './secret-policy';

export const secretsKeyword = secretPolicy({
  id: 'secrets-keyword',
  title: 'What is called a password, a key or a token holds no literal',
  severity: 'high',
  checkov: ['CKV_SECRET_6', 'CKV_SECRET_10', 'CKV_SECRET_19', 'CKV_SECRET_80'],
  differs: {
    CKV_SECRET_6: 'names made of words pass (checkov flags any base64 characters of more than 3 bits beside a keyword), references to a secret pass',
    CKV_SECRET_10: 'checkov has the id and never reports it; here a password needs no entropy',
    CKV_SECRET_19: 'as CKV_SECRET_6',
    CKV_SECRET_80: 'checkov gets the pattern from its paid platform; here it is its own limit of 4.8 bits for text without a keyword',
  },
  anchors: ['HX-DBC-09'],
  rationale: 'The state, the plan and every log of the update show a literal to all who may read them, for as long as they are kept.',
  finds: (text) => (shapesIn(text).length > 0 ? undefined : credentialIn(text)),
});
