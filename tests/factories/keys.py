"""Passkeys and security keys without a device: what a browser hands over when one is added or asked."""

import json
from dataclasses import dataclass, field
from secrets import token_bytes

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "testserver"
PRESENT, VERIFIED, WITH_CREDENTIAL = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV, AuthenticatorData.FLAG.AT


@dataclass
class SoftKey:
    """`verifies`: it asks for a fingerprint or a PIN. `says` whether it keeps what opens the account by itself (`credProps`)."""

    verifies: bool = True
    says: bool | None = True
    id: bytes = field(default_factory=lambda: token_bytes(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def data(self, flags=PRESENT, credential=b""):
        return AuthenticatorData.create(
            sha256(HOST.encode()), flags | (VERIFIED if self.verifies else 0), 0, credential
        )

    def answer(self, **response):
        """As `navigator.credentials` and `webauthn-json.js` hand it over."""
        text = websafe_encode(self.id)
        fields = {name: websafe_encode(value) for name, value in response.items()}
        props = {} if self.says is None else {"credProps": {"rk": self.says}}
        return {"type": "public-key", "id": text, "rawId": text, "response": fields, "clientExtensionResults": props}

    def registration(self, challenge="AAAA"):
        client = CollectedClientData.create("webauthn.create", challenge, f"https://{HOST}")
        public = ES256.from_cryptography_key(self.private.public_key())
        data = self.data(PRESENT | WITH_CREDENTIAL, AttestedCredentialData.create(bytes(16), self.id, public))
        return self.answer(clientDataJSON=client, attestationObject=AttestationObject.create("none", data, {}))

    def assertion(self, challenge, user):
        """The answer to `challenge`, in the name of `user`."""
        client, data = CollectedClientData.create("webauthn.get", challenge, f"https://{HOST}"), self.data()
        signature = self.private.sign(data + client.hash, ec.ECDSA(SHA256()))
        handle = user_pk_to_url_str(user).encode()
        return self.answer(clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=handle)

    def added_to(self, user, name="Phone"):
        WebAuthn.add(user, name, self.registration())
        return self


def fields(answer):
    return {"credential": json.dumps(answer)}
