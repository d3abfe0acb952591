#!/usr/bin/env python3
"""Sends completions of common-subject courses to xueshi: the same as send.mjs, in Python.

Signed by the library of the Standard Webhooks project (`pip install standardwebhooks`).

    XUESHI_SECRET=whsec_… python3 send.py 'https://xueshi.example.cn/api/completions?key=…' completions.jsonl

The file holds one delivery on each line, as docs/learning-platforms.md describes them. Sending the same file again does no
harm: what has arrived changes nothing. So an interrupted run is resumed by starting it again.
"""

import collections
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone

from standardwebhooks import Webhook

BATCH = 1_000
TRIES = 6
SECONDS = 30
# A delivery that was refused for this has done nothing and may be sent again as it is.
PASSING = {"busy", "internal"}


def signed(secrets, message, body):
    """The headers of a message: its id, the time, and a signature with each secret; two while one is changed for the other."""
    now = datetime.now(tz=timezone.utc)
    return {
        "content-type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(message, now, body) for secret in secrets),
    }


def post(address, secrets, message, body):
    """The answer; None where none came, or a server in trouble. A wrong signature or shape stays wrong and is raised."""
    # Signed anew for each try: a signature is good for five minutes.
    request = urllib.request.Request(address, body.encode(), signed(secrets, message, body))
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)["results"]
    except urllib.error.HTTPError as error:
        if error.code < 500 and error.code != 429:
            raise SystemExit(f"{error.code} {error.read().decode(errors='replace')}")
    except OSError as error:
        print(error, file=sys.stderr)
    return None


def send(address, secrets, deliveries):
    """Sends up to 1,000 deliveries to an address with its key, and gives the result of each, in their order."""
    results = [None] * len(deliveries)
    waiting = list(range(len(deliveries)))
    message = None
    for tried in range(1, TRIES + 1):
        if message is None:
            # As long as nobody has answered it stays the same message.
            message = f"msg_{uuid.uuid4()}"
            body = json.dumps({"deliveries": [deliveries[place] for place in waiting]}, ensure_ascii=False)
        answer = post(address, secrets, message, body)
        if answer is not None:
            for place, result in zip(waiting, answer):
                results[place] = result
            waiting = [place for place in waiting if results[place].get("code") in PASSING]
            message = None
        if not waiting:
            return results
        if tried < TRIES:
            # Longer each time, and never all platforms at once.
            time.sleep(2**tried * 0.25 * random.uniform(0.5, 1.5))
    if None in results:
        raise SystemExit("no answer")
    return results


def main():
    secrets = os.environ.get("XUESHI_SECRET", "").split()
    if len(sys.argv) != 3 or not secrets:
        raise SystemExit("usage: XUESHI_SECRET='whsec_…' python3 send.py ADDRESS FILE")
    with open(sys.argv[2], encoding="utf-8") as file:
        deliveries = [json.loads(line) for line in file if line.strip()]
    count = collections.Counter()
    for start in range(0, len(deliveries), BATCH):
        for result in send(sys.argv[1], secrets, deliveries[start : start + BATCH]):
            count[result["outcome"]] += 1
            if result["outcome"] == "refused":
                fields = [f"{field['path']}: {field['message']}" for field in result["fields"]]
                print(result["completion"], result["code"], result["message"], *fields, file=sys.stderr)
    print(json.dumps(count))
    if count["refused"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
