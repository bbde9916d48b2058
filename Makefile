# make 生成全部文件；make help 看其余命令。ARGS 原样传给命令，例如：make ARGS="--only 信保处"

.DEFAULT_GOAL := build
.SILENT:
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE  # without bytecode each start compiles the program anew

BIN := .venv/bin
CACHES := .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# A moved or copied folder brings a .venv that points to the old place: set up again.
ifneq ($(shell cat .venv/.ready 2>/dev/null),$(CURDIR))
.PHONY: .venv/.ready
endif

.PHONY: build check status remind board diff watch preview collect pack receipt confirm return extend import pdf number sheet issue close-year new-year doctor setup test golden lint bench lock clean help

build: .venv/.ready  ## 生成全部文件到 output/（首次运行会先安装所需软件）
	$(BIN)/render build $(ARGS)

check: .venv/.ready  ## 检查 plan.yaml、模板和生成好的公文，不生成文件
	$(BIN)/render check --outputs $(ARGS)

status: .venv/.ready  ## 看各单位任务的进展：逾期、近期到期、有问题、没有填报、没有签收的
	$(BIN)/render status $(ARGS)

remind: .venv/.ready  ## 生成督办通知、进展通报和看板，按今天算；按别的日子：make remind TODAY=2017-11-01
	$(BIN)/render build --today $(or $(TODAY),$(shell date +%F)) $(ARGS)

board: .venv/.ready  ## 只生成看板.html，按今天算；按别的日子：make board TODAY=2017-11-01
	$(BIN)/render build --file 看板 --today $(or $(TODAY),$(shell date +%F)) $(ARGS)

diff: .venv/.ready  ## 看计划改了什么、涉及哪些单位、哪些文件要重做
	$(BIN)/render diff $(ARGS)

watch: .venv/.ready  ## 一直看着，计划或模板一保存就生成；按 Ctrl+C 结束
	$(BIN)/render watch $(ARGS)

preview: .venv/.ready  ## 在浏览器里边改边看：一保存就更新，点文字看它写在哪一行；按 Ctrl+C 结束
	$(BIN)/render preview $(ARGS)

collect: .venv/.ready  ## 收回填好的台账和发文登记：make collect FROM=收回的台账
	$(BIN)/render collect $(FROM) $(ARGS)

pack: .venv/.ready  ## 发放：最近一次发文给每个单位的打成压缩包，各份合成一本供双面打印
	$(BIN)/render pack $(ARGS)

receipt: .venv/.ready  ## 记签收：make receipt UNIT=财务处 ARGS="--date 2017-03-08 --by 赟喆"
	$(BIN)/render receipt $(UNIT) $(ARGS)

confirm: .venv/.ready  ## 办结：make confirm TASK="3-2 4-1"
	$(BIN)/render confirm $(TASK) $(if $(WHY),--why "$(WHY)") $(ARGS)

return: .venv/.ready  ## 退回：make return TASK=3-2 WHY=缺验收材料
	$(BIN)/render return $(TASK) --why "$(WHY)" $(ARGS)

extend: .venv/.ready  ## 同意延期：make extend TASK=3-2 TO=2017年11月 WHY=等批复；不同意：ARGS=--refuse
	$(BIN)/render extend $(TASK) $(if $(TO),--to "$(TO)") $(if $(WHY),--why "$(WHY)") $(ARGS)

import: .venv/.ready  ## 从现有的表做一份计划：make import FROM=任务分解表.docx TO=新计划.yaml
	$(BIN)/render import $(FROM) --out $(TO) $(ARGS)

pdf: .venv/.ready  ## 由在 Word 里改过的文件做 PDF：make pdf FILE=output/任务通知/财务处.docx
	$(BIN)/render pdf $(FILE) $(ARGS)

number: .venv/.ready  ## 给新任务编号，写进 plan.yaml
	$(BIN)/render number $(ARGS)

sheet: .venv/.ready  ## 在 Excel 里改计划：写出 plan.xlsx；改好后读回：make sheet BACK=plan.xlsx
	$(BIN)/render sheet $(if $(BACK),--back "$(BACK)") $(ARGS)

issue: .venv/.ready  ## 发文：make issue KIND=任务通知 NUMBER=5 DATE=2017-03-05；不写 KIND 就列出能发的和发过的
	$(BIN)/render issue $(KIND) $(if $(NUMBER),--number $(NUMBER)) $(if $(DATE),--date $(DATE)) $(ARGS)

close-year: .venv/.ready  ## 年终定格：make close-year DATE=2017-12-31，总台账、进展通报照那一天的进展留下，不再变
	$(BIN)/render close-year --date $(DATE) $(ARGS)

new-year: .venv/.ready  ## 转到新的一年：归档今年的，写出明年的计划；先看看：make new-year ARGS=--dry-run
	$(BIN)/render new-year $(ARGS)

doctor: .venv/.ready  ## 看本机缺不缺软件和字体，PDF 用的是哪些字体
	$(BIN)/render doctor

setup:  ## 安装或补齐所需软件
	bash .ci/setup

test: .venv/.ready-dev  ## 运行测试
	bash .ci/setup test
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)  # tests of a file stay together: what they share is made once

golden: .venv/.ready-dev  ## 公文的文字有意改了以后，重写 tests/golden/，再用 git diff 逐行核对
	$(BIN)/pytest -q tests/test_golden.py --renew-golden

lint: .venv/.ready-dev  ## 检查代码：格式、类型、模块层次
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy render tests bench
	$(BIN)/lint-imports --no-logo

bench: .venv/.ready-dev  ## 与同类工具并排测速度；只测一种：make bench WHICH=letters（table、build、scale）ARGS="-n 3000"
	for one in $(or $(WHICH),letters table build scale); do echo "—— $$one"; $(BIN)/python bench/$$one.py $(ARGS) || exit 1; done

lock: .venv/.ready-dev  ## 依赖有变时，重写 requirements*.txt（ARGS=--upgrade 升级）
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) --group dev -c requirements.txt -o requirements-dev.txt

clean:  ## 删除 .venv 和缓存；output/ 原样保留
	rm -rf .venv $(CACHES)
	find render tests -name __pycache__ -prune -exec rm -rf {} +

help:  ## 显示本说明
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

LOCK = --quiet --universal --python-version 3.11 --no-annotate --custom-compile-command "make lock" $(ARGS)

.venv/.ready: requirements.txt pyproject.toml .ci/setup
	bash .ci/setup

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	bash .ci/setup dev
