"""Jinja's and Python's sentences in Chinese; anyone can add a line."""

import re

#: What Jinja and Python say (a regular expression) → what the office reads; the first that fits.
PHRASES: tuple[tuple[str, str], ...] = (
    # the words of a template
    (r"Unexpected end of template.*needs to be closed is '(\w+)'.*", r"“{% \1 %}”没有结束，缺“{% end\1 %}”"),
    (r"Encountered unknown tag '(\w+)'.*needs to be closed is '(\w+)'.*", r"不认识“{% \1 %}”；这里先要“{% end\2 %}”"),
    (r"Encountered unknown tag '(end\w+|else|elif)'.*", r"多了一个“{% \1 %}”"),
    (r"Encountered unknown tag '(\w+)'.*", r"不认识“{% \1 %}”"),
    (r"[Uu]nexpected end of template.*|Missing end of .*", "模板没有写完：有“{{”“{%”“{#”或引号没有配对"),
    (r"tag name expected", "“{%”后面要写 if、for、set 等"),
    (r"unexpected char '([\u2000-\u206f\u3000-\u303f\uff00-\uffef])' at \d+", r"这里不能有“\1”；标点要用半角"),
    (r"unexpected char ['\"](.+)['\"] at \d+", r"这里不能有“\1”"),
    (r"unexpected '(.+)', expected '(.+)'", r"这里应是“\2”，写的是“\1”"),
    (r"expected token '(.+)', got '(.+)'", r"这里应是“\1”，写的是“\2”"),
    (r"Expected an expression, got '(.+)'", r"“\1”前面缺了内容"),
    (r"unexpected '(.+)'", r"这里不能有“\1”"),
    (r"chunk after expression", "后面有多余的字"),
    (r"Invalid character in identifier", "名字里有不能用的字"),
    (r"truncated .*|malformed .*|.*escape.*", "引号里的“\\\\”后面不对；要写“\\\\”本身就写两个"),
    (r"expected name or number|expected subscript expression", "“.”后面要写名字，“[ ]”里要写数或名字"),
    (r"invalid syntax for function call expression", "括号里的写法不对"),
    (r"non-default argument follows default argument", "宏里有默认值的参数要放在后面"),
    (r"can't assign to '(.+)'|Can't assign to special (loop) variable.*", r"不能给“\1\2”赋值"),
    (r"You cannot chain multiple tests with is", "一处只能用一个 is"),
    (r"expected call", "“{% call %}”后面要写一个宏，例如“{% call 表格() %}”"),
    (r"names starting with an underline can not be imported", "以下划线开头的名字不能导入"),
    (r"Block names in Jinja.*", "“{% block %}”的名字里不能有“-”"),
    (r"Required blocks can only contain.*", "必填的“{% block %}”里不能写内容"),
    (r"Required block '(.+)' not found", r"缺少“{% block \1 %}”"),
    (r"block '(.+)' defined twice", r"“{% block \1 %}”写了两次"),
    (r"When defining macros or call blocks.*", "宏的参数 caller 要有默认值"),
    (r"cannot use extend from a non top-level scope|extended multiple times", "“{% extends %}”只能写一次，写在最前面"),
    (r"No filter named '(.+?)'.*", r"没有名为“\1”的过滤器"),
    (r"No test named '(.+?)'.*", r"没有名为“\1”的判断"),
    # what is not there
    (r"the template '(.+)' \(imported on .*\) does not export the requested name '(.+)'", r"“\1”里没有“\2”"),
    (r"parameter '(.+)' was not provided", r"调用宏时没有给“\1”"),
    (r"No (?:first|last|random|aggregated) item, sequence was empty\.", "列表是空的，取不出东西"),
    (r"there is no (?:previous|next) item", "循环到了头，没有上一个或下一个"),
    (r"there is no parent block called '(.+)'\.", r"没有可以沿用的“{% block \1 %}”"),
    (r"No caller defined", "这个宏要用“{% call %}”来用"),
    (r"the inline if-expression.*", "“if”不成立，又没有写“else”"),
    # what is not allowed
    (r"access to attribute '(\w+)' of .* is unsafe\.", r"为了安全，模板里不能用“\1”"),
    (r".* is not safely callable", "为了安全，模板里不能这样调用"),
    (r"Range too big.*", "循环次数太多，最多 100000 次"),
    (r"cannot assign attribute on non-namespace object", "只有 namespace() 的属性可以赋值"),
    # what cannot be worked out
    (r".*(?:division|modulo).*", "除数是零"),
    (r"unsupported operand type\(s\) for (.+): '(.+)' and '(.+)'", r"“\2”和“\3”之间不能用 \1"),
    (r"can only concatenate (\w+) \(not \"(.+)\"\) to \w+", r"“\1”和“\2”不能用 + 相连；连接文字用 ~"),
    (r"can't multiply sequence by non-int of type '(.+)'", r"不能乘以“\1”"),
    (r"bad operand type for (?:unary )?(.+?)(?:\(\))?: '(.+)'", r"“\2”不能用 \1"),
    (r"'(.+)' not supported between instances of '(.+)' and '(.+)'", r"“\2”和“\3”不能比较"),
    (r"'(.+)' object is not callable", r"“\1”后面不能加括号"),
    (r"'(.+)' object is not iterable|argument of type '(.+)' is not iterable", r"“\1\2”不是列表"),
    (r"cannot unpack non-iterable (\w+) object", r"“\1”不是列表"),
    (r"object of type '(.+)' has no len\(\)", r"“\1”没有长度"),
    (r"unhashable type: '(.+)'", r"“\1”不能这样用"),
    (r"(?:not enough|too many) values to unpack \(expected (\d+).*\)", r"逗号隔开的名字要正好 \1 个值"),
    (r"macro '(.+)' takes no keyword argument '(.+)'", r"宏“\1”没有参数“\2”"),
    (r"macro '(.+)' takes not more than (\d+) argument\(s\)", r"宏“\1”最多 \2 个参数"),
    (r"macro '(.+)' was invoked with two values.*", r"宏“\1”的参数给了两次"),
    (r"(?:do_)?(\w+)\(\) (?:takes|missing|got) .*", r"“\1”的参数不对"),
    (r"(\w+) expected .* arguments?, .*", r"“\1”的参数不对"),
    (r"map requires a filter argument|method must be .*|expected length .*|Missing parameter .*", "过滤器的参数不对"),
    (r"not enough arguments for format string|.*index out of range", "format 里的空位比给的值多"),
    (r"not all arguments converted .*", "format 里的空位比给的值少"),
    (r"%(\w) format: .* not (\w+)", r"%\1 不能用于“\2”"),
    (r"Unexpected keyword argument '(.+)'", r"没有参数“\1”"),
    (r"no items for cycling given", "cycle() 里没有写东西"),
    (r"The loop must have the 'recursive' marker.*", "这个循环要写成“{% for … recursive %}”才能套用自己"),
    (r"Can only get item pairs from a mapping\.", "items 只能用在成对的数据上"),
    (r"Object of type (\w+) is not JSON serializable", r"“\1”不能写成 JSON"),
)  # fmt: skip

#: Words in quotes in the phrases above.
WORDS = {
    "end of statement block": "%}",
    "end of print statement": "}}",
    "end of template": "模板结尾",
    "begin of statement block": "{%",
    "begin of print statement": "{{",
    "const": "固定的值",
    "name": "名字",
    "string": "引号里的文字",
    "integer": "数",
    "str": "文字",
    "Markup": "文字",
    "int": "数",
    "float": "数",
    "bool": "真假",
    "list": "列表",
    "tuple": "列表",
    "dict": "成对的数据",
    "View": "计划里的一项",
    "NoneType": "空",
    "date": "日期",
    "datetime.date": "日期",
}
QUOTED = re.compile(r"“([\w. ]+?) ?”")


def translated(message: str) -> str:
    """Jinja's sentence in Chinese, or as it is where the table does not know it."""
    for pattern, phrase in PHRASES:
        match = re.fullmatch(pattern, message, re.S)
        if match:
            return QUOTED.sub(lambda word: f"“{WORDS.get(word[1], word[1])}”", match.expand(phrase))
    return message
