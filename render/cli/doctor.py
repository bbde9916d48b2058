"""`render doctor`."""

import click

from render.cli.shared import command, say


@command("检查本机是否缺少所需的软件和字体，缺什么怎样安装。")
def doctor() -> None:
    """Show each finding, and how to put it right; at the end, all of it at once."""
    from render.doctor import at_once, examine

    findings = examine()
    for finding in findings:
        say(f"{'✓' if finding.ok else '✗'} {finding.name}：{finding.found}")
        if not finding.ok:
            click.echo(f"    用于：{finding.needed_for}；办法：{finding.fix}")
    if needed := at_once(findings):
        click.echo("\n".join(("", "缺的一次装齐：", *(f"    {command}" for command in needed))))
    if not all(finding.ok or finding.optional for finding in findings):
        click.get_current_context().exit(1)
