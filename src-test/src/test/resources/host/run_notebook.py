"""Runs the cells of code of a notebook, one after the other, in one name space: NOTEBOOK [plots]. Without the word, cells that need
matplotlib, and those after the first of them, are left out. Prints how many ran."""

import ast
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    notebook = json.load(file)
assert notebook["nbformat"] == 4, notebook["nbformat"]
names, ran = {"__name__": "__main__"}, 0
for cell in notebook["cells"]:
    assert cell["cell_type"] in ("markdown", "code"), cell["cell_type"]
    if cell["cell_type"] != "code":
        continue
    assert not cell["outputs"] and cell["execution_count"] is None, "a notebook is kept without what it printed"
    source = "".join(cell["source"])
    if "matplotlib" in source:
        if sys.argv[2:] != ["plots"]:
            break
        import matplotlib

        matplotlib.use("Agg")
    tree = ast.parse(source, f"cell {ran}")
    exec(compile(tree, f"cell {ran}", "exec"), names)
    ran += 1
print("cells:", ran)
