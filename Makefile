# One word each: `make help` lists them. Variables: PYTHON, YIXIAN_BIND, YIXIAN_DATABASE_URL, YIXIAN_SECRET_KEY, ARGS.

PYTHON ?= python3
YIXIAN_BIND ?= 127.0.0.1:8000
ARGS ?=

ENVIRONMENT_PYTHON := .venv/bin/python
FLASK := $(ENVIRONMENT_PYTHON) -m flask --app wsgi
PYTEST := $(ENVIRONMENT_PYTHON) -m pytest
INSTALL = @$(PYTHON) tools/environment.py $(if $(filter file,$(origin PYTHON)),,--this-python)

.PHONY: help run setup serve test browser-test gates check format bench lock interpreter

help: ## list the targets · 列出命令
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15

run: interpreter ## everything from nothing to a running demonstration · 从零到演示系统
	$(INSTALL) requirements.txt
	@$(FLASK) setup
	@$(FLASK) demo
	@exec $(ENVIRONMENT_PYTHON) tools/serve.py "$(YIXIAN_BIND)"

setup: interpreter ## environment, dependencies and database · 环境、依赖和数据库
	$(INSTALL) requirements.txt
	@$(FLASK) setup

serve: setup ## start without loading a demonstration · 启动，不载入演示数据
	@exec $(ENVIRONMENT_PYTHON) tools/serve.py "$(YIXIAN_BIND)"

test: interpreter ## the tests, without tests/browser and tests/gates (ARGS=…) · 测试
	$(INSTALL) requirements-test.txt
	@$(PYTEST) -n 2 $(ARGS)

browser-test: interpreter ## tests in a real browser: needs Debian's chromium · 浏览器测试
	$(INSTALL) requirements-browser.txt
	@$(PYTEST) tests/browser $(ARGS)

gates: interpreter ## slow gates: a fresh clone, documents opened by LibreOffice · 慢速检查
	$(INSTALL) requirements-test.txt
	@$(PYTEST) tests/gates $(ARGS)

check: interpreter ## lint and formatting · 代码检查
	$(INSTALL) requirements-test.txt
	@$(ENVIRONMENT_PYTHON) -m ruff check
	@$(ENVIRONMENT_PYTHON) -m ruff format --check

format: interpreter ## put the code into form · 整理代码格式
	$(INSTALL) requirements-test.txt
	@$(ENVIRONMENT_PYTHON) -m ruff check --fix
	@$(ENVIRONMENT_PYTHON) -m ruff format

bench: interpreter ## measure the product beside bare Flask and SQL · 性能测量
	$(INSTALL) requirements-test.txt
	@$(ENVIRONMENT_PYTHON) -m benchmarks $(ARGS)

lock: interpreter ## write requirements*.txt anew from requirements*.in · 重新锁定依赖
	@$(PYTHON) tools/lock.py

interpreter:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "$(PYTHON) is not on this machine. Install Python 3.11 or newer:  apt install python3 python3-venv"; \
	  echo "这台机器上没有$(PYTHON)。请先安装Python 3.11或更新版本：apt install python3 python3-venv"; \
	  exit 1; }
