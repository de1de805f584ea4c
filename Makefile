# What a person types. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := build/bin
COMMIT := $(shell git describe --always --dirty --abbrev=8 2>/dev/null || true)
LDFLAGS := -s -w -X main.commit=$(COMMIT)
# One and the same set of flags everywhere, or the build cache is of no use.
BUILD := go build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)'
GOLANGCI := build/cache/bin/golangci-lint
GOLANGCI_VERSION := v2.15.0

PAGE := frontend/dist/index.html
# The page in two languages that nobody speaks, for tests of long texts and of reading from the right.
PSEUDO := build/cache/pseudo/index.html
PAGE_SOURCES := $(shell find frontend/src frontend/wailsjs frontend/public frontend/index.html frontend/vite.config.ts frontend/svelte.config.js frontend/package-lock.json locales -type f)
GO_SOURCES := $(shell find backend instruments locales -type f -not -name '*_test.go' -not -path '*/testdata/*') \
	$(filter-out %_test.go,$(wildcard *.go)) go.mod go.sum VERSION THIRD-PARTY.md build/appicon.png

# Packages with golden files, renewed by their flag -update.
WITH_GOLDEN = $(shell grep -rlE --include='*_test.go' 'flag\.Bool."update"' backend *.go 2>/dev/null | xargs -r -n 1 dirname | sort -u | sed 's|^|./|')
# Packages with properties.
WITH_RAPID = $(shell grep -rl --include='*_test.go' 'pgregory.net/rapid' backend *.go 2>/dev/null | xargs -r -n 1 dirname | sort -u | sed 's|^|./|')

.PHONY: help run window test test-go test-arm test-fuzz test-page test-flow test-window test-offline lint gen gen-check golden bench package nightly clean

help: ## lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 16

run: ## sets up, builds and opens the window (ARGS="--data DIR" chooses another workspace)
	@build/display.sh
	@build/setup.sh run
	@$(MAKE) $(BIN)/kitewise
	$(BIN)/kitewise $(ARGS)

window: $(BIN)/kitewise ## builds the window without opening it

test: ## sets up and runs every check but lint
	@build/setup.sh test
	@$(MAKE) gen-check test-go test-arm test-fuzz test-page test-flow test-window
	@echo "make test: everything passed"

test-go: ## Go: vet for three systems, tests with the race detector, fault harnesses without
	go vet ./...
	CGO_ENABLED=0 GOOS=windows go vet ./...
	CGO_ENABLED=0 GOOS=windows go vet -tags desktop,production . ./backend/window
	CGO_ENABLED=0 GOOS=darwin go vet ./...
	cd tools && go vet ./... && go test ./...
	go test -race -timeout 20m ./...
	build/harnesses.sh -timeout 20m

test-arm: ## the scoring vectors on an emulated arm64: the same bits on every machine
	CGO_ENABLED=0 GOARCH=arm64 go test -c -o build/cache/instrument-arm64.test ./backend/instrument
	cd backend/instrument && qemu-aarch64-static ../../build/cache/instrument-arm64.test -test.run 'Vector|Worked'

test-fuzz: ## Go: every fuzz target from its saved corpus, FUZZTIME (20s) each
	build/fuzz.sh

test-page: $(PAGE) ## page: types, components and state classes
	cd frontend && npm run --silent check && npm run --silent test

test-flow: $(BIN)/kitewise-dev $(PAGE) $(PSEUDO) ## the whole flow in a headless browser against the real Go methods
	CHROMIUM="$$(build/browser.sh)" node frontend/scripts/flows.mjs frontend/e2e/*.test.mjs

test-window: $(BIN)/kitewise $(BIN)/kitewise-inspector ## the production binary's real window under a virtual display
	node --experimental-websocket frontend/scripts/flows.mjs --alone frontend/e2e/window/*.test.mjs

test-offline: $(BIN)/kitewise $(BIN)/kitewise-inspector $(BIN)/kitewise-dev $(PAGE) $(PSEUDO) ## every test once more where there is no network but the machine's own
	if [ "$$(id -u)" = 0 ]; then unshare -n build/offline.sh; else unshare -rn build/offline.sh; fi

lint: $(GOLANGCI) ## golangci-lint, gofmt, eslint
	@build/setup.sh lint
	@unformatted=$$(gofmt -l *.go backend tools); if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted" >&2; exit 1; fi
	$(GOLANGCI) run ./backend/...
	$(GOLANGCI) run --build-tags bindings . ./backend/window
	cd tools && ../$(GOLANGCI) run --config ../.golangci.yml ./...
	cd frontend && npm run --silent lint

gen: ## writes what is generated and committed: bindings, message types, notices, icon
	@build/setup.sh lint
	build/bindings.sh
	cd frontend && npm run --silent gen
	cd tools && go run ./notices ..
	cd tools && go run ./icon ../build/appicon.png

gen-check: ## fails when something generated is stale
	build/bindings.sh --check
	cd tools && go run ./notices -check ..

golden: ## writes the golden files anew; look at the difference before committing
	@if [ -n "$(WITH_GOLDEN)" ]; then set -x; go test -p 1 $(WITH_GOLDEN) -update; else echo "no package has golden files"; fi

bench: ## Go benchmarks
	go test -run '^$$' -bench . -benchmem ./...

nightly: ## the long run: more properties, more rounds, every pair of conditions, longer fuzzing, benchmarks
	@build/setup.sh test
	@$(MAKE) test
	@if [ -n "$(WITH_RAPID)" ]; then set -x; go test -timeout 60m $(WITH_RAPID) -rapid.checks=20000; fi
	KITEWISE_ROUNDS=1000 build/harnesses.sh -timeout 120m -count=1
	KITEWISE_ROUNDS=1000 go test -timeout 60m -count=1 -run 'KillLoses|BackupsWhileWriting|AChangedNumber|VerifyFinds' ./backend/store ./backend/backup ./backend/cli ./backend/workspace
	@$(MAKE) test-offline
	KITEWISE_MATRIX=all CHROMIUM="$$(build/browser.sh)" node frontend/scripts/flows.mjs frontend/e2e/{kiosk-ways,kiosk-sweep,kiosk-keys,hostile}.test.mjs
	FUZZTIME=$${FUZZTIME:-10m} build/fuzz.sh
	@$(MAKE) bench

package: ## builds what people get: Linux and Windows, in build/bin
	@build/setup.sh run
	@$(MAKE) $(BIN)/kitewise $(BIN)/kitewise.exe $(BIN)/kitewise-cli.exe
	@cd $(BIN) && sha256sum kitewise kitewise.exe kitewise-cli.exe | tee SHA256SUMS && ls -l kitewise kitewise.exe kitewise-cli.exe

clean: ## removes what was built
	rm -rf $(BIN) build/cache coverage
	find frontend/dist -mindepth 1 -not -name .gitkeep -delete

$(PAGE): $(PAGE_SOURCES) | frontend/node_modules/.package-lock.json
	cd frontend && npm run --silent gen && npm run --silent build -- --logLevel warn
	@touch $@

frontend/node_modules/.package-lock.json:
	@build/setup.sh lint

$(PSEUDO): $(PAGE_SOURCES) frontend/scripts/pseudo.mjs frontend/e2e/lib/pseudo.mjs | frontend/node_modules/.package-lock.json
	cd frontend && node scripts/pseudo.mjs
	@touch $@

$(BIN)/kitewise: $(PAGE) $(GO_SOURCES)
	$(BUILD) -tags desktop,production,webkit2_41 -o $@ .

$(BIN)/kitewise-inspector: $(PAGE) $(GO_SOURCES)
	$(BUILD) -tags desktop,production,webkit2_41,inspector -o $@ .

$(BIN)/kitewise-dev: $(PAGE) $(GO_SOURCES)
	$(BUILD) -tags dev,webkit2_41 -o $@ .

$(BIN)/kitewise.exe: $(PAGE) $(GO_SOURCES)
	cd tools && go run ./winres .. ../kitewise_windows_amd64.syso
	trap 'rm -f kitewise_windows_amd64.syso' EXIT; CGO_ENABLED=0 GOOS=windows GOARCH=amd64 \
	go build -trimpath -buildvcs=false -ldflags '$(LDFLAGS) -H windowsgui' -tags desktop,production -o $@ .

$(BIN)/kitewise-cli.exe: $(PAGE) $(GO_SOURCES)
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 $(BUILD) -o $@ .

$(GOLANGCI): Makefile
	@if ! [ -x $@ ] || ! $@ version 2>/dev/null | grep -qF '$(GOLANGCI_VERSION:v%=%)'; then \
	echo "setup: building golangci-lint $(GOLANGCI_VERSION) from source"; \
	GOBIN="$$PWD/build/cache/bin" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION); fi
	@touch $@
