"""python client.py SDK CONFIG: see ../README.md. SDK is xray or otel."""

import json
import os
import sys
import time


def print_line(fields):
    # one write for each line, so that a line is never cut by the end of the process
    os.write(1, (json.dumps(fields) + "\n").encode())


def decide(config, sdk):
    addresses = config["addresses"]
    stagger = config["staggerMillis"] / 1000 / len(addresses)
    period = 1 / config["perSecond"]
    began = time.monotonic()
    clients = []
    last = {}
    while True:
        # one at a time: making a client takes long enough for the next one to be due
        if len(clients) < len(addresses) and time.monotonic() >= began + stagger * len(clients):
            clients.append(sdk.Client(addresses[len(clients)], "shop", None))
        tick = time.monotonic()
        for index, client in enumerate(clients):
            for path in config["paths"]:
                request = {"serviceName": "shop", "host": "shop.test", "httpMethod": "GET", "urlPath": path}
                sampled, rule = client.decide(request)
                if not config["changesOnly"] or last.get((index, path)) != sampled:
                    now = int(time.time() * 1000)
                    print_line({"t": now, "client": index, "path": path, "sampled": sampled, "rule": rule})
                last[index, path] = sampled
        time.sleep(max(0.001, tick + period - time.monotonic()))


def match(config, sdk):
    for number, case in enumerate(config["cases"]):
        for index, line in enumerate(sdk.match(case)):
            print_line({"case": number, "request": index, **line})


if __name__ == "__main__":
    if sys.argv[1] == "xray":
        import xray as chosen
    else:
        import otel as chosen
    with open(sys.argv[2], encoding="utf-8") as file:
        settings = json.load(file)
    {"decide": decide, "match": match}[settings["mode"]](settings, chosen)
