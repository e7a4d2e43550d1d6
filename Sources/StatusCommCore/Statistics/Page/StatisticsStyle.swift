/// What the page of figures has beyond the style of every page.
enum StatisticsStyle {
    static let css = """
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1.5rem 0 0}
        .cards>div{padding:.9rem 1.1rem}
        .cards dt{font-size:.875rem;color:var(--muted)}
        .cards dd{font-size:1.375rem;font-weight:650;line-height:1.3}
        .cards dd+dd{font-size:.875rem;font-weight:400;color:var(--muted)}
        .cards .good{color:var(--ok)}
        .cards .bad{color:var(--major)}
        .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.75rem;\
        margin-top:.75rem}
        .plots figure{margin:0;padding:1rem .75rem .5rem;min-width:0}
        .plots h2{margin:0 .35rem .1rem;font-size:1rem}
        .plots p{margin:0 .35rem .4rem;font-size:.875rem;color:var(--muted)}
        .plot{width:100%;max-width:30rem;height:auto;stroke:none}
        .plot .grid{stroke:var(--line);stroke-width:1}
        .plot .axis{stroke:var(--muted);stroke-width:1}
        .plot .goal{stroke:var(--text);stroke-width:1.25;stroke-dasharray:4 3;stroke-linecap:butt}
        .plot .label{fill:var(--muted);font-size:11px}
        .plot .strong{fill:var(--text);font-weight:600}
        .plot .halo{paint-order:stroke;stroke:var(--card);stroke-width:3px}
        .plot .met{fill:var(--ok);stroke:var(--card);stroke-width:1}
        .plot .missed{fill:var(--major);stroke:var(--card);stroke-width:1}
        .plot .span{stroke-width:4;stroke-linecap:round}
        .plot .span.met{stroke:var(--ok)}
        .plot .span.missed{stroke:var(--major)}
        .key{display:inline-flex;gap:.35em;align-items:center;margin-right:.9em}
        .key svg{width:.8em;height:.8em;stroke:none}
        .key .met{fill:var(--ok)}
        .key .missed{fill:var(--major)}
        .scroll{overflow-x:auto;padding:.35rem 1.1rem}
        .scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        table{border-collapse:collapse;width:100%;font-size:.875rem;overflow-wrap:normal}
        th,td{padding:.5rem .9rem .5rem 0;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
        th:last-child,td:last-child{padding-right:0}
        thead th{border-top:0;color:var(--muted);font-weight:600}
        tbody th{font-weight:600}
        td:first-child,.short{white-space:nowrap}
        td .bad{color:var(--major);font-weight:600}
        .wide{min-width:10rem}
        .terms{padding:1rem 1.25rem}
        .terms dt{font-weight:650;margin-top:.7rem}
        .terms dt:first-child{margin-top:0}
        @media (max-width:30rem){.plots figure{padding-left:.4rem;padding-right:.4rem}.scroll{padding-left:.9rem;\
        padding-right:.9rem}}
        """
}
