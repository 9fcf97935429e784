# make demo, make test: all that a reader of the README needs.
# make check: what CI holds every change to. make help lists the rest.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
# A count, not a time: go test -fuzz may fail when a time ends in the middle of an input.
FUZZTIME ?= 2000x
BIN = bin/mongotls

.PHONY: help build demo test check interop oracle bench fuzz generate clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 14

build: ## build bin/mongotls
	CGO_ENABLED=0 go build -trimpath -o $(BIN) .

demo: build ## run the doctor on a broken endpoint, on loopback
	@echo '$$ mongotls lab --run expired'
	@$(BIN) lab --run expired || test $$? -eq 4

test: ## run all tests
	go test ./...

check: ## formatting, vet, staticcheck, tidy modules, race detector, generated files
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'not gofmt-ed'; exit 1; }
	go vet ./...
	go vet -tags interop,bench ./fixtures/interop ./fixtures/bench
	go mod tidy -diff
	go run $(STATICCHECK) ./...
	go test -race -shuffle=on ./probe/... ./classify/... ./report/...
	@$(MAKE) --no-print-directory fuzz
	@$(MAKE) --no-print-directory generate
	git diff --exit-code -- docs/causes.md docs/drivers.md

fuzz: ## fuzz everything that parses bytes, FUZZTIME each
	@set -e; log=$$(mktemp); trap 'rm -f $$log' EXIT; for pkg in $$(go list ./...); do \
	  for f in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "fuzz $$pkg $$f"; \
	    go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$pkg >$$log 2>&1 || { cat $$log; exit 1; }; \
	  done; done

interop: ## run the doctor against real servers (.ci/install installs them)
	go test -tags interop -count=1 -v ./fixtures/interop/...

bench: build ## speed beside openssl s_client, sslscan and grep, with a delaying proxy and a log of 1 GB
	go test -tags bench -count=1 -v -run '^$$' -bench . -benchtime 5x ./fixtures/bench/...

oracle: ## record the real drivers on every scenario, after installing them
	bash fixtures/oracle/install
	go run ./fixtures/oracle/record
	git diff --stat fixtures/oracle/recording.jsonl

generate: build ## write docs/causes.md and docs/drivers.md again
	$(BIN) causes -o markdown > docs/causes.md
	$(BIN) drivers -o markdown > docs/drivers.md

clean: ## remove what was built
	rm -rf bin
