# Two commands matter: make start, make test.
SHELL := /bin/sh
NODE_STAMP := node_modules/.package-lock.json
MINI_STAMP := miniapp/node_modules/.package-lock.json
SOURCES := $(shell find src queues webhooks simulator launcher -type f 2>/dev/null)
MINI_SOURCES := $(shell find miniapp/src miniapp/public miniapp/*.json miniapp/*.mjs miniapp/index.html -type f 2>/dev/null)
MONGO_ENGINE ?= auto
export MONGO_ENGINE

.DEFAULT_GOAL := help
.PHONY: help install start practice dev stop code test test-one test-kill check prove-rooms audit bench soak oracle reader database clean new-adr pictures

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

start: $(NODE_STAMP) dist/.built ## install what is missing, start everything with demo data, print the addresses
	@sh launcher/install.sh
	@exec node dist/launcher/start.js

practice: $(NODE_STAMP) dist/.built ## a house to practise in beside it: invented residents, a clock of its own; seats=4 communes
	@sh launcher/install.sh
	@SEATS="$(seats)" exec node dist/launcher/start.js practice

test: $(NODE_STAMP) dist/.built ## the whole suite: real MongoDB, Redis, browser
	@sh launcher/install.sh tests
	@node launcher/run-tests.mjs

test-one: $(NODE_STAMP) dist/.built ## one test file: make test-one f=receive-and-reply
	@node launcher/run-tests.mjs "$(f)"

test-kill: $(NODE_STAMP) dist/.built ## the long test: 1,000 kills over a broadcast to 5,000 people, about 10 minutes
	@sh launcher/install.sh tests
	@KILLS=1000 PEOPLE=5000 node launcher/run-tests.mjs flows/crash

reader: $(NODE_STAMP) ## train the reader from the labelled lines; make bench only=reading prints its scores
	@node_modules/.bin/tsx bench/reading/write-weights.ts

check: $(NODE_STAMP) $(MINI_STAMP) ## format, lint, types, import rules, dead exports, size of the mini-app
	@node_modules/.bin/biome format .
	@node_modules/.bin/oxlint --type-aware -c .oxlintrc.json
	@node_modules/.bin/tsc -p tsconfig.test.json
	@node node_modules/typescript/bin/tsc -p miniapp/tsconfig.json
	@node_modules/.bin/depcruise --config .dependency-cruiser.cjs src queues webhooks simulator launcher
	@node_modules/.bin/knip --no-progress
	@node_modules/.bin/depcruise --config miniapp/.dependency-cruiser.cjs miniapp/src
	@cd miniapp && node build.mjs && node ../launcher/check-bundle.mjs

prove-rooms: $(NODE_STAMP) ## adds an empty room with a page, a job and a task to a copy; says which shared files that touched
	@node launcher/prove-rooms.mjs

dev: $(NODE_STAMP) ## make start, built again and restarted at every change
	@sh launcher/install.sh
	@node launcher/dev.mjs

audit: $(NODE_STAMP) $(MINI_STAMP) dist/.built ## licences, advisories where the registry gives them, bill of materials (CycloneDX)
	@node dist/launcher/audit.js

bench: $(NODE_STAMP) dist/.built ## benchmarks, each as a ratio to a floor measured in the same run
	@sh launcher/install.sh
	@node_modules/.bin/tsx bench/main.ts $(only)

soak: $(NODE_STAMP) dist/.built ## long runs of random input and of faults: make soak only=documents n=10000
	@sh launcher/install.sh tests
	@node_modules/.bin/tsx bench/soak.ts "$(only)" "$(n)"

oracle: $(NODE_STAMP) ## write the documents of the corpus anew and compare with LibreOffice; needs it and python-docx
	@node_modules/.bin/tsx test/oracle/renew.ts

stop: ## end a running make start and make practice
	@node launcher/stop.mjs

code: ## six digits of somebody in the demo: make code m=canbo@sao-mai.loaso.test
	@node launcher/code.mjs "$(m)"

database: dist/.built ## build the fast database engine into the cache, once, about 12 minutes
	@node --input-type=module -e "(await import('./dist/launcher/engines.js')).buildRust()"

pictures: $(NODE_STAMP) ## screenshots of a running make start into docs/pictures
	@node_modules/.bin/tsx test/support/take-pictures.ts

new-adr: ## a new decision record: make new-adr t="title"
	@node launcher/new-adr.mjs "$(t)"

clean: ## remove what was built and the demo data
	@node launcher/stop.mjs
	@rm -rf dist .data coverage

install: $(NODE_STAMP) ## only install what is missing
	@sh launcher/install.sh tests

$(NODE_STAMP): package.json package-lock.json
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(MINI_STAMP): miniapp/package.json miniapp/package-lock.json
	@cd miniapp && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

dist/.built: $(NODE_STAMP) $(MINI_STAMP) tsconfig.json $(SOURCES) $(MINI_SOURCES)
	@node launcher/build.mjs
	@touch $@
