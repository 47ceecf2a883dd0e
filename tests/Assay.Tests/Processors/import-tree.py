# Imports modules, each in a process of its own that was forked from one that has imported the module above it: what came before is not paid for again.
# usage: import-tree.py PLAN    PLAN has one module a line; one that stands under another is indented by one space more
# Prints NAME, a tab and: imported, signal NUMBER, or the exception.
import os
import sys


def visit(nodes):
    for name, children in nodes:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            try:
                __import__(name)
                said = "imported"
            except BaseException as error:
                said = type(error).__name__ + ": " + str(error)
            os.write(write, said.encode()[:60000])
            os.close(write)
            if said == "imported":
                visit(children)
            os._exit(0)
        os.close(write)
        said = b""
        while part := os.read(read, 65536):
            said += part
        os.close(read)
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status):
            said = b"signal %d" % os.WTERMSIG(status) if said == b"" else b"imported, then signal %d" % os.WTERMSIG(status)
        os.write(1, name.encode() + b"\t" + said.replace(b"\n", b"\\n") + b"\n")
        if said != b"imported":
            # Without what they stand under they find out for themselves; the first few are enough.
            visit(children[:4])


def parse(lines):
    top = []
    above = [(-1, top)]
    for line in lines:
        depth = len(line) - len(line.lstrip())
        while above[-1][0] >= depth:
            above.pop()
        node = (line.strip(), [])
        above[-1][1].append(node)
        above.append((depth, node[1]))
    return top


with open(sys.argv[1]) as plan:
    tree = parse(line for line in plan.read().split("\n") if line.strip())
sys.path[0:1] = []
visit(tree)
