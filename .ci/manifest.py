"""Checks on what `swift package dump-package` prints; a line on stderr for each breach."""

import json
import pathlib
import sys

STRICT = {
    ("swiftLanguageMode", "6"),
    ("treatAllWarnings", "error"),
    ("enableUpcomingFeature", "ExistentialAny"),
    ("enableUpcomingFeature", "MemberImportVisibility"),
    ("enableUpcomingFeature", "InternalImportsByDefault"),
}
# Debug builds are optimised with every assertion in them, since their tests play whole runs.
OPTIMISED = ("debug", ["-O", "-assert-config", "Debug"])
LAYERS = ["PURE", "TEXT", "WORLD"]
# Checked to link nothing more than Swift itself.
PURE_PACKAGES = {"swift-collections"}


def is_c_alone(target):
    """A target whose folder is found and holds no Swift; settings of Swift say nothing there."""
    folder = pathlib.Path(target.get("path") or f"Sources/{target['name']}")
    return folder.is_dir() and not any(folder.rglob("*.swift"))


def strict(manifest):
    """Every target that holds Swift has the strict settings, and none takes any of them back."""
    for target in manifest["targets"]:
        if target["type"] == "system" or is_c_alone(target):
            continue
        found = set()
        for setting in target.get("settings", []):
            if setting["tool"] == "swift":
                for kind, value in setting["kind"].items():
                    only = setting.get("condition", {}).get("config")
                    if kind != "unsafeFlags" or (only, value["_0"]) != OPTIMISED:
                        found.add((kind, str(value.get("_0"))))
        for kind, value in sorted(STRICT - found):
            yield f"{target['name']} lacks {kind} {value}: build it with `strict`"
        for kind, value in sorted(found - STRICT, key=str):
            yield f"{target['name']} has {kind} {value}, which isn't one of the strict settings"


def read_map(path):
    """Layer and allowed targets of each target, the allowed ones of these included."""
    layers, direct = {}, {}
    for line in open(path):
        words = line.split()
        if words and not words[0].startswith("#"):
            layer, target, *allowed = words
            layers[target], direct[target] = layer, allowed

    def reachable(target):
        found = set(direct[target])
        for other in direct[target]:
            found |= reachable(other)
        return found

    return layers, {target: reachable(target) for target in direct}


def arrows(manifest, map_path):
    """Targets outside the tests depend only on what the map allows, and never on a higher layer."""
    layers, allowed = read_map(map_path)
    for target, others in sorted(allowed.items()):
        for other in sorted(others):
            if LAYERS.index(layers[other]) > LAYERS.index(layers[target]):
                yield f"the map lets {target} ({layers[target]}) use {other} ({layers[other]})"
    for target in manifest["targets"]:
        name = target["name"]
        if target["type"] == "test" or (target.get("path") or "").startswith("Tests/"):
            continue
        if name not in layers:
            yield f"{name} is not in the map: give it a line in {map_path}"
            continue
        for dependency in target["dependencies"]:
            if "product" in dependency:
                product, package = dependency["product"][:2]
                if layers[name] != "WORLD" and package not in PURE_PACKAGES:
                    yield f"{name} is {layers[name]} and may not use {product} of {package}"
            else:
                other = (dependency.get("byName") or dependency.get("target"))[0]
                if other not in allowed[name]:
                    yield f"{name} may not depend on {other}"


def main():
    check, path, *rest = sys.argv[1:]
    with open(path) as file:
        manifest = json.load(file)
    breaches = list({"strict": strict, "arrows": arrows}[check](manifest, *rest))
    for breach in breaches:
        print(breach, file=sys.stderr)
    sys.exit(1 if breaches else 0)


main()
