// The pages of docs/, so that a program that travels alone has its manual with it. C can take a file
// into a program as it stands; the order here is the one in which topics are listed.
#include "CManual.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char tutorial[] = {
#embed "../../docs/tutorial.md"
};
static const unsigned char ci[] = {
#embed "../../docs/how-to/ci.md"
};
static const unsigned char costs_and_slippage[] = {
#embed "../../docs/how-to/costs-and-slippage.md"
};
static const unsigned char datasets[] = {
#embed "../../docs/how-to/datasets.md"
};
static const unsigned char exchange_rules[] = {
#embed "../../docs/how-to/exchange-rules.md"
};
static const unsigned char exits[] = {
#embed "../../docs/how-to/exits.md"
};
static const unsigned char hunting[] = {
#embed "../../docs/how-to/hunting.md"
};
static const unsigned char index_filter[] = {
#embed "../../docs/how-to/index-filter.md"
};
static const unsigned char limit_orders[] = {
#embed "../../docs/how-to/limit-orders.md"
};
static const unsigned char many_runs[] = {
#embed "../../docs/how-to/many-runs.md"
};
static const unsigned char my_csv[] = {
#embed "../../docs/how-to/my-csv.md"
};
static const unsigned char own_strategy[] = {
#embed "../../docs/how-to/own-strategy.md"
};
static const unsigned char pandas[] = {
#embed "../../docs/how-to/pandas.md"
};
static const unsigned char script_a_failure[] = {
#embed "../../docs/how-to/script-a-failure.md"
};
static const unsigned char several_timeframes[] = {
#embed "../../docs/how-to/several-timeframes.md"
};
static const unsigned char sizing[] = {
#embed "../../docs/how-to/sizing.md"
};
static const unsigned char sources[] = {
#embed "../../docs/how-to/sources.md"
};
static const unsigned char why_nothing_traded[] = {
#embed "../../docs/how-to/why-nothing-traded.md"
};
static const unsigned char codes[] = {
#embed "../../docs/reference/codes.md"
};
static const unsigned char commands[] = {
#embed "../../docs/reference/commands.md"
};
static const unsigned char dataset[] = {
#embed "../../docs/reference/dataset.md"
};
static const unsigned char failures[] = {
#embed "../../docs/reference/failures.md"
};
static const unsigned char glossary[] = {
#embed "../../docs/reference/glossary.md"
};
static const unsigned char import[] = {
#embed "../../docs/reference/import.md"
};
static const unsigned char indicators[] = {
#embed "../../docs/reference/indicators.md"
};
static const unsigned char invariants[] = {
#embed "../../docs/reference/invariants.md"
};
static const unsigned char planted_bugs[] = {
#embed "../../docs/reference/planted-bugs.md"
};
static const unsigned char results[] = {
#embed "../../docs/reference/results.md"
};
static const unsigned char scenario[] = {
#embed "../../docs/reference/scenario.md"
};
static const unsigned char settings[] = {
#embed "../../docs/reference/settings.md"
};
static const unsigned char strategies[] = {
#embed "../../docs/reference/strategies.md"
};
static const unsigned char strategy_api[] = {
#embed "../../docs/reference/strategy-api.md"
};
static const unsigned char decisions[] = {
#embed "../../docs/explanation/decisions.md"
};
static const unsigned char determinism[] = {
#embed "../../docs/explanation/determinism.md"
};
static const unsigned char evidence[] = {
#embed "../../docs/explanation/evidence.md"
};
static const unsigned char fills[] = {
#embed "../../docs/explanation/fills.md"
};
static const unsigned char numbers[] = {
#embed "../../docs/explanation/numbers.md"
};
static const unsigned char orders_and_sessions[] = {
#embed "../../docs/explanation/orders-and-sessions.md"
};
static const unsigned char risk_and_control[] = {
#embed "../../docs/explanation/risk-and-control.md"
};
static const unsigned char recovery[] = {
#embed "../../docs/explanation/recovery.md"
};
static const unsigned char synthetic_market[] = {
#embed "../../docs/explanation/synthetic-market.md"
};

#define PAGE(topic, text) {topic, text, sizeof text}

static const struct krader_page pages[] = {
    PAGE("tutorial", tutorial),
    PAGE("ci", ci),
    PAGE("costs-and-slippage", costs_and_slippage),
    PAGE("datasets", datasets),
    PAGE("exchange-rules", exchange_rules),
    PAGE("exits", exits),
    PAGE("hunting", hunting),
    PAGE("index-filter", index_filter),
    PAGE("limit-orders", limit_orders),
    PAGE("many-runs", many_runs),
    PAGE("my-csv", my_csv),
    PAGE("own-strategy", own_strategy),
    PAGE("pandas", pandas),
    PAGE("script-a-failure", script_a_failure),
    PAGE("several-timeframes", several_timeframes),
    PAGE("sizing", sizing),
    PAGE("sources", sources),
    PAGE("why-nothing-traded", why_nothing_traded),
    PAGE("codes", codes),
    PAGE("commands", commands),
    PAGE("dataset", dataset),
    PAGE("failures", failures),
    PAGE("glossary", glossary),
    PAGE("import", import),
    PAGE("indicators", indicators),
    PAGE("invariants", invariants),
    PAGE("planted-bugs", planted_bugs),
    PAGE("results", results),
    PAGE("scenario", scenario),
    PAGE("settings", settings),
    PAGE("strategies", strategies),
    PAGE("strategy-api", strategy_api),
    PAGE("decisions", decisions),
    PAGE("determinism", determinism),
    PAGE("evidence", evidence),
    PAGE("fills", fills),
    PAGE("numbers", numbers),
    PAGE("orders-and-sessions", orders_and_sessions),
    PAGE("recovery", recovery),
    PAGE("risk-and-control", risk_and_control),
    PAGE("synthetic-market", synthetic_market),
};

const struct krader_page *krader_page(unsigned long place) {
    return place < sizeof pages / sizeof pages[0] ? &pages[place] : 0;
}
