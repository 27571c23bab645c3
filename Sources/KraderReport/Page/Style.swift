/// The page's look and its few lines of script. Gains are red and losses blue, as Korean screens
/// show them.
enum Style {
    static let sheet = """
        :root{color-scheme:light dark;--ground:#f4f5f7;--card:#fff;--ink:#171a21;--soft:#5d6677;
        --faint:#8b93a3;--rule:#e3e6ec;--grid:#edeff3;--gain:#d0283c;--loss:#1d5fd0;--curve:#27324a;
        --chip:#eef0f4;--warn:#fff6e0;--warn-rule:#e9b949}
        @media (prefers-color-scheme:dark){:root{--ground:#0e1116;--card:#161a21;--ink:#e7e9ee;
        --soft:#a2aab8;--faint:#727b8b;--rule:#272d38;--grid:#20262f;--gain:#ff6673;--loss:#6fa8ff;
        --curve:#cfd8ea;--chip:#212732;--warn:#2b2413;--warn-rule:#8a6d1f}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.5 system-ui,
        -apple-system,"Segoe UI","Noto Sans KR","Noto Sans CJK KR","Apple SD Gothic Neo",
        "Malgun Gothic",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1240px;margin:0 auto;padding:32px 20px 64px}
        h1{font-size:26px;line-height:1.2;margin:0 0 4px;letter-spacing:-.01em;
        overflow-wrap:anywhere}
        h2{font-size:15px;margin:0 0 12px}
        h3{font-size:13px;margin:0 0 6px;color:var(--soft);font-weight:600}
        p{margin:0 0 6px}
        .soft{color:var(--soft)}.gain{color:var(--gain)}.loss{color:var(--loss)}
        .chips{display:flex;flex-wrap:wrap;gap:6px;margin:12px 0 0;padding:0;list-style:none;
        font-size:12px;color:var(--soft)}
        .chips li{background:var(--chip);border-radius:6px;padding:2px 8px}
        .chips b{color:var(--ink);font-weight:600}
        section,.facts{background:var(--card);border:1px solid var(--rule);border-radius:12px;
        padding:18px 20px;margin-top:16px}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));padding:0;
        overflow:hidden}
        .facts div{padding:14px 18px;box-shadow:1px 1px 0 var(--rule)}
        .facts dt{font-size:12px;color:var(--soft)}
        .facts dd{margin:2px 0 0;font-size:20px;font-weight:650;letter-spacing:-.01em;
        white-space:nowrap}
        .facts small{display:block;font-size:12px;font-weight:400;color:var(--soft);
        white-space:normal;letter-spacing:0}
        .facts dl{margin:0}
        .note{background:var(--warn);border-color:var(--warn-rule)}
        .note ul,.note ol,.plain{margin:0;padding-left:20px}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));
        gap:16px;
        margin-top:16px}
        .pair section{min-width:0;margin-top:0}
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr));
        gap:18px 24px}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%}
        th,td{padding:5px 10px;text-align:right;border-bottom:1px solid var(--grid);
        vertical-align:baseline;white-space:nowrap}
        th{font-size:12px;color:var(--soft);font-weight:600;border-bottom-color:var(--rule)}
        th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
        tr:last-child td{border-bottom:0}
        .left{text-align:left}.wrap{white-space:normal;overflow-wrap:anywhere}
        .total td{border-top:1px solid var(--rule);font-weight:650}
        td.defined{color:var(--soft);font-size:13px;white-space:normal;min-width:240px}
        code,.mono{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;
        overflow-wrap:anywhere}
        dl.list{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0}
        dl.list dt{color:var(--soft)}dl.list dd{margin:0;overflow-wrap:anywhere}
        details summary{cursor:pointer;font-weight:650;font-size:15px}
        details[open] summary{margin-bottom:12px}
        .picture{position:relative}
        svg{display:block;width:100%;height:auto;overflow:visible}
        svg text{font:12px system-ui,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}
        svg .panel{fill:var(--ink);font-weight:600;paint-order:stroke;stroke:var(--card);
        stroke-width:4px}
        .grid{stroke:var(--grid)}.axis{stroke:var(--faint)}.day{stroke:var(--grid)}
        .baseline{stroke:var(--faint);stroke-dasharray:4 4}
        .curve,.price,.fall{fill:none;stroke:var(--curve);stroke-width:1.6;stroke-linejoin:round}
        .benchmark{fill:none;stroke:var(--faint);stroke-width:1.4;stroke-dasharray:6 3}
        svg text.benchmark-name{text-anchor:end}
        .price{stroke:var(--faint);stroke-width:1.2}.fall{stroke:var(--loss);stroke-width:1.2}
        .band{fill:var(--faint);opacity:.18}.band.kill{fill:var(--warn-rule);opacity:.22}
        svg text.band{fill:var(--soft);opacity:1;paint-order:stroke;stroke:var(--card);
        stroke-width:3px}
        .area{stroke:none}.area.gain{fill:var(--gain);opacity:.13}
        .area.loss{fill:var(--loss);opacity:.15}
        .bar.gain{fill:var(--gain)}.bar.loss{fill:var(--loss)}.bar:hover{opacity:.7}
        .trip{stroke-width:1.4;opacity:.75}.trip.gain{stroke:var(--gain)}
        .trip.loss{stroke:var(--loss)}
        .mark{stroke:var(--card);stroke-width:1}.mark.buy{fill:var(--gain)}
        .mark.sell{fill:var(--loss)}
        .cross{stroke:var(--faint);stroke-dasharray:2 3;pointer-events:none}
        .dot{fill:var(--curve);stroke:var(--card);stroke-width:2;pointer-events:none}
        .tip{position:absolute;top:0;left:0;pointer-events:none;background:var(--card);
        border:1px solid var(--rule);border-radius:8px;padding:6px 10px;font-size:12px;
        white-space:nowrap;box-shadow:0 4px 16px rgb(0 0 0/.14)}
        .tip div:first-child{color:var(--soft)}.tip div:nth-child(2){font-weight:650}
        footer{margin-top:20px;color:var(--faint);font-size:12px;overflow-wrap:anywhere}
        @media print{body{background:#fff;font-size:11px}main{max-width:none;padding:0}
        section,.facts{border-color:#ccc;break-inside:avoid}.long{break-inside:auto}
        .scroll{overflow:visible}}
        """

    /// The script for a crosshair over every picture that carries points.
    static let script = """
        for (const svg of document.querySelectorAll("svg[data-points]")) {
          const points = svg.dataset.points.split("|").map(text => {
            const [x, y, ...lines] = text.split(";");
            return { x: +x, y: +y, lines };
          });
          const box = svg.viewBox.baseVal, space = "http://www.w3.org/2000/svg";
          const cross = document.createElementNS(space, "line");
          cross.setAttribute("class", "cross");
          cross.setAttribute("y1", 12);
          cross.setAttribute("y2", box.height - 28);
          const dot = document.createElementNS(space, "circle");
          dot.setAttribute("class", "dot");
          dot.setAttribute("r", 4.5);
          const tip = document.createElement("div");
          tip.className = "tip";
          const hide = () => { cross.remove(); dot.remove(); tip.remove(); };
          svg.addEventListener("pointerleave", hide);
          svg.addEventListener("pointermove", event => {
            const frame = svg.getBoundingClientRect(), scale = box.width / frame.width;
            const x = (event.clientX - frame.left) * scale;
            let low = 0, high = points.length - 1;
            while (high - low > 1) {
              const middle = (low + high) >> 1;
              if (points[middle].x < x) low = middle; else high = middle;
            }
            const near = x - points[low].x < points[high].x - x ? points[low] : points[high];
            cross.setAttribute("x1", near.x);
            cross.setAttribute("x2", near.x);
            dot.setAttribute("cx", near.x);
            dot.setAttribute("cy", near.y);
            tip.replaceChildren(...near.lines.map(line => {
              const row = document.createElement("div");
              row.textContent = line;
              return row;
            }));
            svg.append(cross, dot);
            svg.parentElement.append(tip);
            const left = near.x / scale, room = frame.width - left > tip.offsetWidth + 24;
            tip.style.left = (room ? left + 14 : left - tip.offsetWidth - 14) + "px";
            tip.style.top = Math.max(0, near.y / scale - tip.offsetHeight - 10) + "px";
          });
        }
        """
}
