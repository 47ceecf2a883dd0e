"""Prints the statements of Python files in the form of SyntaxOutline.cs: reads paths from stdin, writes one file of outlines."""
import ast
import struct
import sys

OPERATORS = {
    "Add": "Add", "Sub": "Subtract", "Mult": "Multiply", "Div": "Divide", "FloorDiv": "FloorDivide", "Mod": "Modulo", "Pow": "Power",
    "MatMult": "MatrixMultiply", "BitAnd": "And", "BitOr": "Or", "BitXor": "Xor", "LShift": "LeftShift", "RShift": "RightShift",
    "Not": "Not", "USub": "Minus", "UAdd": "Plus", "Invert": "Invert",
    "Eq": "Equal", "NotEq": "NotEqual", "Lt": "Less", "LtE": "LessOrEqual", "Gt": "Greater", "GtE": "GreaterOrEqual", "In": "In", "NotIn": "NotIn",
    "Is": "Is", "IsNot": "IsNot",
}


def units(text):
    data = text.encode("utf-16-le", "surrogatepass")
    return struct.unpack("<%dH" % (len(data) // 2), data)


def digest(numbers):
    total = count = 0
    for number in numbers:
        total = (total * 31 + number) & 0xFFFFFFFF
        count += 1
    return "%d:%d" % (count, total)


def operator(node):
    return OPERATORS[type(node).__name__]


def join(nodes):
    return " ".join(map(dump, nodes))


def optional(node):
    return "" if node is None else dump(node)


def constant(value):
    if value is None or value is True or value is False:
        return str(value)
    if value is ...:
        return "Ellipsis"
    if isinstance(value, int):
        return str(value) if -(1 << 63) <= value < 1 << 63 else "number"
    if isinstance(value, (float, complex)):
        return "number"
    return "s" + digest(units(value)) if isinstance(value, str) else "b" + digest(value)


def parameters(args):
    positional = args.posonlyargs + args.args
    defaults = [None] * (len(positional) - len(args.defaults)) + args.defaults
    parts = []
    for i, (arg, default) in enumerate(zip(positional, defaults)):
        parts.append(arg.arg + ("/" if i < len(args.posonlyargs) else "") + ("" if default is None else "=" + dump(default)))
    for arg, default in zip(args.kwonlyargs, args.kw_defaults):
        parts.append(arg.arg + "!" + ("" if default is None else "=" + dump(default)))
    text = " ".join(parts)
    if args.vararg:
        text += " *" + args.vararg.arg
    if args.kwarg:
        text += " **" + args.kwarg.arg
    return text


def arguments(args, keywords):
    return " ".join([dump(a) for a in args] + [(k.arg or "**") + "=" + dump(k.value) for k in keywords])


def formatted(node):
    result = "(f"
    text = ""
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            text += piece.value
            continue
        if text:
            result += " s" + digest(units(text))
        text = ""
        result += " {" + dump(piece.value)
        if piece.conversion != -1:
            result += "!" + chr(piece.conversion)
        if piece.format_spec is not None:
            result += ":" + formatted(piece.format_spec)
        result += "}"
    if text:
        result += " s" + digest(units(text))
    return result + ")"


def comprehension(node, shape):
    key, element = (node.key, node.value) if shape == "Dictionary" else (None, node.elt)
    clauses = " ".join("for %s %s %s" % (dump(g.target), dump(g.iter), join(g.ifs)) for g in node.generators)
    return "(comp %s %s %s %s)" % (shape, optional(key), dump(element), clauses)


def dump(node):
    kind = type(node).__name__
    if kind == "Constant":
        return constant(node.value)
    if kind == "Name":
        return node.id
    if kind == "Attribute":
        return "(. %s %s)" % (dump(node.value), node.attr)
    if kind == "Subscript":
        return "([] %s %s)" % (dump(node.value), dump(node.slice))
    if kind == "Slice":
        return "(: %s %s %s)" % (optional(node.lower), optional(node.upper), optional(node.step))
    if kind == "Call":
        return "(call %s %s)" % (dump(node.func), arguments(node.args, node.keywords))
    if kind == "BinOp":
        return "(%s %s %s)" % (operator(node.op), dump(node.left), dump(node.right))
    if kind == "UnaryOp":
        return "(%s %s)" % (operator(node.op), dump(node.operand))
    if kind == "BoolOp":
        return "(%s %s)" % ("and" if isinstance(node.op, ast.And) else "or", join(node.values))
    if kind == "Compare":
        return "(" + dump(node.left) + "".join(" %s %s" % (operator(o), dump(c)) for o, c in zip(node.ops, node.comparators)) + ")"
    if kind == "IfExp":
        return "(if %s %s %s)" % (dump(node.test), dump(node.body), dump(node.orelse))
    if kind == "Lambda":
        return "(lambda %s : %s)" % (parameters(node.args), dump(node.body))
    if kind in ("Tuple", "List", "Set"):
        return "(%s %s)" % (kind, join(node.elts))
    if kind == "Dict":
        return "(dict %s)" % " ".join(("**" if k is None else dump(k)) + ":" + dump(v) for k, v in zip(node.keys, node.values))
    if kind == "JoinedStr":
        return formatted(node)
    if kind == "Starred":
        return "(* %s)" % dump(node.value)
    if kind == "NamedExpr":
        return "(:= %s %s)" % (node.target.id, dump(node.value))
    if kind == "Yield":
        return "(yield %s)" % optional(node.value)
    if kind == "YieldFrom":
        return "(yield* %s)" % dump(node.value)
    if kind == "Await":
        return "(await %s)" % dump(node.value)
    return comprehension(node, {"ListComp": "List", "SetComp": "Set", "DictComp": "Dictionary", "GeneratorExp": "Generator"}[kind])


def yields(body):
    found = False

    def visit(node):
        nonlocal found
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            found = True
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        for child in ast.iter_child_nodes(node):
            visit(child)

    for statement in body:
        visit(statement)
    return found


def aliases(names):
    return " ".join("%s>%s" % (n.name, n.asname or "") for n in names)


def simple(node):
    kind = type(node).__name__
    if kind == "Expr":
        return "expr " + dump(node.value)
    if kind == "Assign":
        return "assign " + join(node.targets) + " = " + dump(node.value)
    if kind == "AugAssign":
        return "aug %s %s %s" % (dump(node.target), operator(node.op), dump(node.value))
    if kind == "AnnAssign":
        return "ann %s %s %s" % (dump(node.target), dump(node.annotation), optional(node.value))
    if kind == "Import":
        return "import " + aliases(node.names)
    if kind == "ImportFrom":
        return "from %d %s %s" % (node.level, node.module or "", aliases(node.names))
    if kind == "Return":
        return "return " + optional(node.value)
    if kind == "Raise":
        return "raise %s %s" % (optional(node.exc), optional(node.cause))
    if kind == "Delete":
        return "del " + join(node.targets)
    if kind == "Global":
        return "global " + " ".join(node.names)
    if kind == "Nonlocal":
        return "nonlocal " + " ".join(node.names)
    if kind == "Assert":
        return "assert %s %s" % (dump(node.test), optional(node.msg))
    return kind.lower()


def write(lines, body, depth):
    for node in body:
        statement(lines, node, depth)


def blocks(lines, depth, *bodies):
    for body in bodies:
        lines.append(" " * depth + "-")
        write(lines, body, depth + 1)


def statement(lines, node, depth):
    kind = type(node).__name__
    pad = " " * depth
    if kind in ("If", "While"):
        lines.append(pad + kind.lower() + " " + dump(node.test))
        blocks(lines, depth, node.body, node.orelse)
    elif kind in ("For", "AsyncFor"):
        lines.append(pad + "for %s %s" % (dump(node.target), dump(node.iter)))
        blocks(lines, depth, node.body, node.orelse)
    elif kind in ("With", "AsyncWith"):
        lines.append(pad + "with " + " ".join(dump(i.context_expr) + ("" if i.optional_vars is None else ">" + dump(i.optional_vars)) for i in node.items))
        blocks(lines, depth, node.body)
    elif kind in ("Try", "TryStar"):
        lines.append(pad + ("try" if kind == "Try" else "try*"))
        write(lines, node.body, depth + 1)
        for handler in node.handlers:
            lines.append(pad + "except %s %s" % (optional(handler.type), handler.name or ""))
            write(lines, handler.body, depth + 1)
        blocks(lines, depth, node.orelse, node.finalbody)
    elif kind == "Match":
        lines.append(pad + "match " + dump(node.subject))
        blocks(lines, depth, *[case.body for case in node.cases])
    elif kind == "ClassDef":
        text = "class " + node.name + "".join("@" + dump(d) for d in node.decorator_list)
        if node.bases or node.keywords:
            text += "(" + arguments(node.bases, node.keywords) + ")"
        lines.append(pad + text)
        write(lines, node.body, depth + 1)
    elif kind in ("FunctionDef", "AsyncFunctionDef"):
        text = ("async def " if kind == "AsyncFunctionDef" else "def ") + node.name + "".join("@" + dump(d) for d in node.decorator_list)
        lines.append(pad + text + "(" + parameters(node.args) + ")" + (" yields" if kind == "FunctionDef" and yields(node.body) else ""))
        write(lines, node.body, depth + 1)
    else:
        lines.append(pad + simple(node))


sys.setrecursionlimit(20000)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    for path in sys.stdin.read().split("\n"):
        if not path:
            continue
        with open(path, "rb") as f:
            raw = f.read()
        try:
            tree = ast.parse(raw)
        except (SyntaxError, ValueError, RecursionError):
            continue
        lines = []
        write(lines, tree.body, 0)
        out.write("\f" + path + "\n" + "\n".join(lines) + ("\n" if lines else ""))
