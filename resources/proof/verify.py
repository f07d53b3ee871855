"""核验：不用原来的程序，从冻结的数据重算名额和入选结果，逐项与公布的结果比对。

用法：把验证包解压到一个文件夹，在该文件夹里运行  python 核验.py
只用 Python 自带的功能（3.8 以上），不联网，不改动任何文件。
全部一致时最后一行是“一致”，退出码 0；有一处不同就说出第一处不同，退出码 1。
"""

import hashlib
import json
import os
import sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(sys.argv[0] if __name__ == "__main__" else __file__))
TIERS = ["pioneer", "excellent", "skilled"]
MARKS = {"merit": 4, "review": 5, "public": 8}

def load(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)

class Different(Exception): """第一处不同。"""

def same(what, published, rebuilt):
    if published != rebuilt:
        raise Different("%s：公布的是 %s，重算是 %s" % (what, published, rebuilt))

# 一、文件没有被改动
def check_files():
    for name, expected in sorted(load("manifest.json")["files"].items()):
        with open(os.path.join(HERE, name), "rb") as file:
            same("文件 %s 的校验值" % name, expected, hashlib.sha256(file.read()).hexdigest())

# 二、名额
def weights_of(districts, shares):
    """各单位的权数：一项或几项计数，按比例合计。"""
    at = {"grids": 2, "workers": 3, "eligible": 4, "honoured": 5}
    totals = {kind: sum(row[at[kind]] for row in districts) or 1 for kind in shares}
    return {r[0]: sum(Fraction(shares[k] * r[at[k]], totals[k]) for k in shares) for r in districts}

def take_largest(values, places, lot):
    """数值最大的几个；并列而名额不够时按抽签。"""
    order = sorted(values, key=lambda code: -values[code])
    if places in (0, len(order)) or values[order[places]] != values[order[places - 1]]:
        return set(order[:places])
    line = values[order[places]]
    sure, tied = ({c for c in order if values[c] > line}, {c for c in order if values[c] == line})
    drawn = [code for code in lot if code in tied][: places - len(sure)]
    if len(sure) + len(drawn) < places:
        raise Different("名额并列的单位 %s 没有抽签结果" % "、".join(sorted(tied)))
    return sure | set(drawn)

def by_remainder(weights, floors, caps, places, lot):
    """最大余数法：先固定到下限或上限的，其余按比例取整，余数大的各加一个。"""
    given = {code: floors[code] for code in weights if not weights[code]}
    free = [code for code in weights if weights[code]]
    rest = places - sum(given.values())
    while free:
        total = sum(weights[code] for code in free)
        quota = {code: weights[code] * rest / total for code in free}
        low = {code: floors[code] for code in free if quota[code] < floors[code]}
        high = {code: caps[code] for code in free if quota[code] > caps[code]}
        lacking = sum(low[code] - quota[code] for code in low)
        exceeding = sum(quota[code] - high[code] for code in high)
        fixed = low if lacking > exceeding else high
        if not fixed:
            break
        given.update(fixed)
        rest -= sum(fixed.values())
        free = [code for code in free if code not in fixed]
    if not free:
        return given
    whole = {code: quota[code].numerator // quota[code].denominator for code in free}
    more = take_largest({c: quota[c] - whole[c] for c in free}, rest - sum(whole.values()), lot)
    given.update({code: whole[code] + (code in more) for code in free})
    return given

def by_divisor(weights, floors, caps, places, lot, stride):
    """圣拉古法（除数 1、3、5…）或洪特法（1、2、3…）：一个一个地分。"""
    given = dict(floors)
    left = places - sum(given.values())
    while left:
        below = [code for code in weights if weights[code] and given[code] < caps[code]]
        parts = {code: weights[code] / (stride * given[code] + 1) for code in below}
        winners = [code for code in below if parts[code] == max(parts.values())]
        if len(winners) > left:
            winners = take_largest({code: 1 for code in winners}, left, lot)
        for code in winners:
            given[code] += 1
        left -= len(winners)
    return given

def quota_of(rules, districts, sharing):
    if sharing["method"] == "manual":
        given = dict(sharing["by_hand"])
    else:
        stride = 2 if sharing["method"] == "sainte-lague" else 1
        weights = weights_of(districts, rules["weights"])
        if sharing["method"] == "equal":
            weights = {row[0]: Fraction(1) for row in districts}
        floors = {row[0]: min(sharing["floor"], row[4]) for row in districts}
        caps = {row[0]: row[4] for row in districts}
        data = (weights, floors, caps, sharing["places"], sharing["lot"])
        by_parts = sharing["method"] in ("equal", "largest-remainder")
        given = by_remainder(*data) if by_parts else by_divisor(*data, stride)
    same(sharing["tier"] + "名额合计", sharing["places"], sum(given.values()))
    return {(sharing["tier"], row[0]): given.get(row[0], 0) for row in districts}

def by_category(data, sharing, code, places):
    """一个单位的名额分到各岗位类别：按比例，余数大的先得，相同的按方案里的次序；或者人工分。"""
    given = sharing.get("parted_by_hand", {}).get(code)
    if given is None:
        every = data["rules"].get("categories", [{"share_bp": 10000}])
        shares = {at: Fraction(one["share_bp"]) for at, one in enumerate(every)}
        counts = data.get("category_counts", {}).get(code, [places])
        enough = sum(counts[at] for at in shares if shares[at]) >= places
        caps = {at: counts[at] if enough else places for at in shares}
        found = by_remainder(shares, dict.fromkeys(shares, 0), caps, places, shares)
        given = [found[at] for at in shares]
    same("%s %s 各类别名额合计" % (sharing["tier"], code), places, sum(given))
    return given

# 三、入选
def passes(rule, tier, facts):
    instead = rule.get("or_fact", "") + "_" + tier
    if facts.get("waived_%s_%s" % (rule["key"], tier)) or facts.get(instead):
        return True
    seen = facts.get(rule["fact"] + ("_" + tier if rule["per_tier"] else ""))
    if seen is None:
        return rule["missing_passes"]
    limit, how = rule.get("by_tier", {}).get(tier, rule["threshold"]), rule["operator"]
    return {"ge": seen >= limit, "le": seen <= limit, "gt": seen > limit, "eq": seen == limit}[how]

def failed(rules, tier, facts):
    """第一条不符合的条件：（代码，条件），都符合是 None；一票否决在先。"""
    bad = [{"key": "veto", "fact": "vetoes"}] if facts.get("vetoes") else []
    bad += [rule for rule in rules["rules"] if not passes(rule, tier, facts)]
    if not bad:
        return None
    code = "honoured_recently" if bad[0]["fact"] == "years_since" else "failed_rule"
    return ("deceased" if facts.get("deceased") else code), bad[0]["key"]

def exact_score(rules, nominee):
    """未取整的总分，千分之一分；缺一项就没有得分。"""
    _, _, _, unit_rank, merit, review, total, _, public = nominee
    alone = {"unit_rank": unit_rank and unit_rank * 1000, "total": total}
    votes = [(rules["public_bp"], public)] if rules.get("public_bp") else []
    parts = [(rules["merit_bp"], merit), (rules["review_bp"], review), *votes]
    if rules["basis"] in alone:
        parts = [(10000, alone[rules["basis"]])]
    whole = all(mark is not None for _, mark in parts)
    return Fraction(sum(share * mark for share, mark in parts), 10000) if whole else None

def half_up(value, unit):
    """四舍五入到 unit 的整数倍，恰好一半时离零远的一边。"""
    whole = int(abs(value) / unit + Fraction(1, 2)) * unit
    return whole if value >= 0 else -whole

def select(data, places):
    """全部人员的结果，一人一行，与公布的结果同一次序。"""
    rules, facts = data["rules"], {row[0]: row[2] for row in data["people"]}
    order = [tier for tier in TIERS if tier in rules["places"]]
    last = max(len(rules.get("categories", [])) - 1, 0)
    taken, lines, named = set(), [], {row[0] for row in data["nominees"]}
    for tier in order:
        groups, before = {}, len(lines)
        for nominee in [row for row in data["nominees"] if row[1] == tier]:
            code, district, bad = nominee[0], nominee[2], failed(rules, tier, facts[nominee[0]])
            why = nominee[7] or ("already_in_higher_tier" if code in taken else None)
            if why is None and not bad and exact_score(rules, nominee) is None:
                why = "no_score"
            if why is not None:
                lines.append(line(code, tier, district, "not_selected", why))
            elif bad:
                lines.append(line(code, tier, district, "ineligible", *bad))
            else:
                own = facts[code].get("category", last) if last else 0
                groups.setdefault((district, own), []).append(nominee)
        for (district, own), group in sorted(groups.items(), key=lambda item: item[0]):
            lines += in_district(data, tier, district, group, places[tier, district][own])
        taken |= {row[0] for row in lines[before:] if row[3] == "selected"}
    for code, district, own in data["people"]:
        if code not in named:
            bad = failed(rules, order[-1], own)
            told = ("ineligible", *bad) if bad else ("not_selected", "not_nominated")
            lines.append(line(code, order[-1], district, *told))
    return sorted(lines, key=lambda row: (TIERS.index(row[1]), row[0]))

def line(code, tier, district, outcome, why=None, rule="", rest=(None, None, None, None), steps=()):
    return [code, tier, district, outcome, why, rule, *rest, list(steps)]

def worth(value, small_wins):
    return (True, 0) if value is None else (False, value if small_wins else -value)

def in_district(data, tier, district, nominees, places):
    """一个单位的一级：排名，画线，并列逐项比较，最后按登记的决定。"""
    rules = data["rules"]
    low = rules["basis"] == "unit_rank"
    exact = {row[0]: exact_score(rules, row) for row in nominees}
    unit = 1000 if low else 10 ** (3 - rules["decimals"])
    shown = {code: half_up(value, unit) for code, value in exact.items()}
    months = {row[0]: row[2].get("service_months") for row in data["people"] if row[0] in exact}
    columns = {
        "unrounded": (exact, low),
        **{name: ({row[0]: row[at] for row in nominees}, False) for name, at in MARKS.items()},
        "unit_rank": ({row[0]: row[3] for row in nominees}, True),
        "service_months": (months, False),
    }
    breaks = [columns[name] for name in rules["tie_breaks"]]
    def key(code):
        return [worth(shown[code], low)] + [worth(values[code], up) for values, up in breaks]
    order = sorted(shown, key=lambda code: (key(code), code))
    first = {}
    rank = {code: first.setdefault(tuple(key(code)), at + 1) for at, code in enumerate(order)}
    inside, tied, steps = cut(order, shown, places, low, columns, rules)
    lost, left, asked = set(), places - len(inside), [tier, district, sorted(tied)]
    if tied:
        found = [row[3] for row in data["decisions"] if row[:3] == asked and len(row[3]) == left]
        if not found:
            raise Different("%s %s 有并列没有登记决定" % (tier, district))
        inside, lost = inside | set(found[-1]), set(tied) - set(found[-1])
        steps.append(("", {}, set(found[-1]), lost, set()))
    scores = [shown[code] for code in inside] or [None]
    edge = max(scores) if low else min(scores)
    wanted = -(-places * rules["reserve_bp"] // 10000)
    outside = [code for code in order if code not in inside]
    last = rank[outside[min(wanted, len(outside)) - 1]] if wanted and outside else 0
    made = []
    for code in order:
        reserve = code not in inside and rank[code] <= last
        outcome = "selected" if code in inside else "reserve" if reserve else "not_selected"
        why = "quota_full" if not places else "lost_lot" if code in lost else "below_cut"
        why = None if code in inside else why
        far = None if edge is None else (edge - shown[code] if low else shown[code] - edge)
        rest = (shown[code], rank[code], edge, far)
        made.append(line(code, tier, district, outcome, why, "", rest, compared(steps, code)))
    return made

def cut(order, shown, places, low, columns, rules):
    """线内的人，逐项比较以后仍然并列的人，比过的各步。"""
    tied, inside = sorted(order, key=lambda c: (worth(shown[c], low), c)), set()
    steps, left, value = [], places, {code: worth(shown[code], low) for code in order}
    for name in [None] + rules["tie_breaks"]:
        if name is not None:
            value = {code: worth(columns[name][0][code], columns[name][1]) for code in tied}
        ranked = sorted(tied, key=lambda code: (value[code], code))
        taken, dropped, still = ranked[:left], ranked[left:], []
        if taken and dropped and value[taken[-1]] == value[dropped[0]]:
            edge = value[dropped[0]]
            taken = [code for code in ranked if value[code] < edge]
            still = [code for code in ranked if value[code] == edge]
            dropped = [code for code in ranked if value[code] > edge]
        if name is not None:
            seen = {code: columns[name][0][code] for code in tied}
            steps.append((rules["tie_labels"][name], seen, taken, dropped, still))
        inside, left, tied = inside | set(taken), left - len(taken), still
        if not tied:
            break
    return inside, tied, steps

def compared(steps, code):
    """一个人经过的并列比较：[比什么, 本人, 对方, 对方的数]。"""
    result = []
    for label, seen, taken, dropped, still in steps:
        other_side = dropped if code in taken else taken
        if not label and (code in taken or code in dropped):
            result.append(["", "", min(other_side), ""])
        elif code in seen:
            other = (list(other_side) or sorted(still) or [code])[0]
            if other != code:
                own, its = ("" if seen[c] is None else str(seen[c]) for c in (code, other))
                result.append([label, own, other, its])
    return result

def main():
    check_files()
    data, result = load("inputs.json"), load("result.json")
    places = {}
    for sharing in data["quotas"]:
        for (tier, code), count in quota_of(data["rules"], data["districts"], sharing).items():
            places[tier, code] = by_category(data, sharing, code, count)
    for tier, code, count in result["quotas"]:
        same("名额 %s %s" % (tier, code), count, sum(places.get((tier, code), [])))
    for tier, code, parted in result.get("parted", []):
        same("各类别名额 %s %s" % (tier, code), parted, places.get((tier, code)))
    rebuilt = select(data, places)
    same("结果行数", len(result["lines"]), len(rebuilt))
    for published, own in zip(result["lines"], rebuilt):
        same("结果 %s %s" % tuple(published[1::-1]), published, own)
    chosen = sum(row[3] == "selected" for row in rebuilt)
    print("重算 %d 人，入选 %d 人，名额和每一行结果都相同。" % (len(data["people"]), chosen))
    print("一致")

if __name__ == "__main__":
    try:
        main()
    except Different as difference:
        print("不一致。第一处：%s" % difference)
        sys.exit(1)
