/// How the page looks: one style sheet for phone and desk, light and dark.
///
/// Every pair of text and ground has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), and no meaning hangs on colour
/// alone.
enum StatusPageStyle {
    static let css = """
        :root{color-scheme:light dark;--ground:#f6f6f4;--card:#fff;--line:#e3e3de;--text:#1d2125;--muted:#5a6169;\
        --link:#1f4f8f;--ok:#1a6e43;--ok-tint:#e9f4ed;--minor:#7a5200;--minor-tint:#fbf2dc;--major:#9a3f08;\
        --major-tint:#fdeee3;--critical:#a8201a;--critical-tint:#fcebea;--care:#24548f;--care-tint:#e9f0f9}
        @media (prefers-color-scheme:dark){:root{--ground:#121417;--card:#1a1d21;--line:#2d3238;--text:#e7e9eb;\
        --muted:#a3abb3;--link:#8fb8f0;--ok:#67d39b;--ok-tint:#16281f;--minor:#efc251;--minor-tint:#2a2413;\
        --major:#f7a168;--major-tint:#2e2017;--critical:#ff9189;--critical-tint:#321b1b;--care:#8fb8f0;\
        --care-tint:#182434}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",\
        Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
        .wrap{max-width:46rem;margin-left:auto;margin-right:auto;padding-left:1.25rem;padding-right:1.25rem}
        a{color:var(--link);text-underline-offset:.18em}
        a:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:2px}
        h1,h2,h3,h4,p,ul,ol,dl,dd{margin:0;padding:0}
        ul,ol{list-style:none}
        h1{font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
        h2{font-size:1.125rem;line-height:1.35;font-weight:650;margin:2.75rem 0 .9rem}
        h3{font-size:1.0625rem;line-height:1.4;font-weight:650}
        h4{font-size:1rem;line-height:1.5;font-weight:650}
        time,.muted{color:var(--muted)}
        svg{flex:none;width:1.25em;height:1.25em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;\
        stroke-linejoin:round}
        .top{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;justify-content:space-between;align-items:baseline;\
        padding-top:2rem;padding-bottom:1.5rem}
        .top a{color:inherit;text-decoration:none}
        .top a:hover{text-decoration:underline}
        .brand{font-size:1.0625rem;font-weight:650}
        .top ul{display:flex;gap:1.25rem;color:var(--muted);font-size:.9375rem}
        .top [aria-current]{color:var(--text);font-weight:600}
        .tone{--tone:var(--ok);--tint:var(--ok-tint)}
        .degraded_performance{--tone:var(--minor);--tint:var(--minor-tint)}
        .partial_outage{--tone:var(--major);--tint:var(--major-tint)}
        .major_outage{--tone:var(--critical);--tint:var(--critical-tint)}
        .under_maintenance{--tone:var(--care);--tint:var(--care-tint)}
        .banner{display:flex;gap:.9rem;align-items:flex-start;padding:1.35rem 1.4rem;border-radius:14px;\
        background:var(--tint);border:1px solid color-mix(in srgb,var(--tone) 24%,transparent);color:var(--tone)}
        .banner svg{width:1.9rem;height:1.9rem}
        .banner p{margin-top:.2rem;color:var(--text)}
        .card{background:var(--card);border:1px solid var(--line);border-radius:14px}
        .incident{padding:1.45rem 1.4rem 1.4rem;box-shadow:inset 0 4px 0 var(--tone)}
        .incident+.incident{margin-top:1rem}
        .incident h2{margin:1.75rem 0 .6rem;font-size:1.0625rem}
        .affected h2{margin-bottom:.35rem}
        .incident h3 a{color:inherit;text-decoration:none}
        .incident h3 a:hover{text-decoration:underline}
        .facts{display:flex;flex-wrap:wrap;gap:.15rem 1rem;margin-top:.35rem;font-size:.9375rem}
        .sign{display:inline-flex;gap:.4em;align-items:center;color:var(--tone);font-weight:600}
        .promise{margin-top:1rem;padding:.6rem .9rem;border-radius:9px;background:var(--tint)}
        .promise time{color:var(--text);font-weight:600}
        .affected{margin-top:1.1rem;font-size:.9375rem}
        .affected li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.35rem 0;\
        border-top:1px solid var(--line)}
        .affected h4{font-size:.9375rem;margin-bottom:.25rem}
        .updates{margin:1.4rem 0 0 .35rem;border-left:2px solid var(--line)}
        .updates>li{position:relative;padding:0 0 1.35rem 1.25rem}
        .updates>li:last-child{padding-bottom:0}
        .updates>li::before{content:"";position:absolute;left:-6px;top:.5em;width:10px;height:10px;border-radius:50%;\
        background:var(--line)}
        .updates>li:first-child::before{background:var(--tone)}
        .updates time{display:block;font-size:.875rem}
        .words{margin-top:.3rem}
        .words p+p,.words ul,.words ol,.words *+p{margin-top:.6rem}
        .words :is(h4,h5,h6){font-size:1rem;font-weight:650;margin:.9rem 0 .2rem}
        .words ul,.words ol{padding-left:1.3rem}
        .words ul{list-style:disc}
        .words ol{list-style:decimal}
        .words code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--ground);\
        padding:.1em .3em;border-radius:4px}
        .components>li{padding:.95rem 1.4rem}
        .components>li+li{border-top:1px solid var(--line)}
        .component{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;align-items:center}
        .component>:first-child,.affected li>:first-child{flex:1 1 7.5rem;overflow-wrap:break-word}
        .component .sign{font-size:.9375rem}
        .components p{font-size:.875rem;color:var(--muted)}
        .components ul{margin:.55rem 0 0;padding-left:1rem;border-left:2px solid var(--line)}
        .components ul li{padding:.3rem 0}
        .product{font-weight:600}
        .picture{margin:1.5rem 0 1rem}
        .picture svg{display:block;width:100%;height:6.75rem;stroke:none;overflow:visible}
        .picture .rows-0{height:3.375rem}.picture .rows-1{height:4.5rem}.picture .rows-2{height:5.625rem}
        .picture text{fill:var(--muted);font-size:13px}
        .picture line{stroke:var(--text);stroke-width:2}
        .phase-none{fill:var(--muted);background:var(--muted)}
        .phase-investigating{fill:var(--critical);background:var(--critical)}
        .phase-identified{fill:var(--minor);background:var(--minor)}
        .phase-monitoring{fill:var(--care);background:var(--care)}
        .key{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.875rem}
        .swatch{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.45em}
        .report h2{margin:1.75rem 0 .4rem}
        .day{margin-top:1.5rem}
        .day>h3{font-size:.9375rem;color:var(--muted);padding-bottom:.4rem;border-bottom:1px solid var(--line)}
        .past{padding:.9rem 0 0}
        .past .facts{margin-top:.1rem;color:var(--muted)}
        .past .words{margin-top:.35rem}
        .more{margin-top:1.5rem}
        .list li{padding:.9rem 1.4rem}
        .list li+li{border-top:1px solid var(--line)}
        .foot{margin-top:3rem;padding-top:.5rem;padding-bottom:2.5rem;color:var(--muted);font-size:.875rem}
        .foot ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-bottom:.5rem}
        @media (max-width:30rem){.wrap{padding-left:1rem;padding-right:1rem}.top{padding-top:1.25rem;padding-bottom:1rem}\
        h1{font-size:1.3125rem}h2{margin-top:2.25rem}.banner,.incident{padding-left:1.05rem;padding-right:1.05rem}\
        .components>li,.list li{padding-left:1.05rem;padding-right:1.05rem}}
        @media print{body{background:#fff}.top ul,.foot ul{display:none}.incident{break-inside:avoid}}
        """
}
