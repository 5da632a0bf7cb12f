package io.slipway.samples;

import static io.slipway.samples.Author.AIKO;
import static io.slipway.samples.Author.JONAS;
import static io.slipway.samples.Author.MARA;
import static io.slipway.samples.Author.PRIYA;
import static io.slipway.samples.Author.SEUN;
import static io.slipway.samples.Author.TOMAS;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who committed which files of the sample shop, and when. */
final class ShopCommits {
    private ShopCommits() {}

    static List<SampleCommit> of(Step step) {
        return switch (step) {
            case SPRINT_1 -> sprint1();
            case SPRINT_2 -> sprint2();
            case REFUSED -> refused();
            case MENDED -> mended();
            case SPRINT_3 -> sprint3();
            case HOTFIX -> hotfix();
        };
    }

    private static List<SampleCommit> sprint1() {
        return new Commits(Step.SPRINT_1)
                .start(MARA, "2026-03-02T09:12:00+01:00", "Start the shop's database project")
                .add(
                        JONAS,
                        "2026-03-02T11:40:00+01:00",
                        "Create the schemas and the shop's own types",
                        "ddl/001_schema",
                        "ddl/002_types")
                .add(
                        PRIYA,
                        "2026-03-03T10:05:00+01:00",
                        "Customers and their addresses",
                        "ddl/010_customer",
                        "ddl/011_address",
                        "function/touch_updated_at",
                        "trigger/customer_touch")
                .add(
                        TOMAS,
                        "2026-03-04T14:20:00+01:00",
                        "Catalogue: categories, products and prices",
                        "ddl/020_category",
                        "ddl/021_product",
                        "ddl/030_price")
                .add(
                        AIKO,
                        "2026-03-05T16:48:00+01:00",
                        "Stock by warehouse, movements by quarter",
                        "ddl/040_stock",
                        "ddl_direct/010_stock_movement")
                .add(
                        PRIYA,
                        "2026-03-06T13:31:00+01:00",
                        "Carts become orders",
                        "ddl/050_cart",
                        "ddl/060_order",
                        "function/order_total",
                        "procedure/place_order")
                .add(
                        JONAS,
                        "2026-03-09T09:55:00+01:00",
                        "Keep an audit trail of orders",
                        "ddl/070_audit_event",
                        "function/write_audit_event",
                        "trigger/customer_order_audit")
                .add(
                        TOMAS,
                        "2026-03-10T15:02:00+01:00",
                        "Views for the web site and the service desk",
                        "view/product_catalog",
                        "view/order_overview")
                .add(
                        TOMAS,
                        "2026-03-11T10:44:00+01:00",
                        "Load the first range, from the buyers' list",
                        "data_dml/010_category",
                        "data_dml/020_product")
                .add(
                        JONAS,
                        "2026-03-12T11:17:00+01:00",
                        "Who may read what, and what the planner should know",
                        "sql/010_public_reading",
                        "sql_direct/010_statistics")
                .add(
                        MARA,
                        "2026-03-13T14:36:00+01:00",
                        "Rows for test environments",
                        "data_dml/demo/metadata.properties",
                        "data_dml/demo/010_customer",
                        "data_dml/demo/020_order")
                .list();
    }

    private static List<SampleCommit> sprint2() {
        return new Commits(Step.SPRINT_2)
                .add(
                        PRIYA,
                        "2026-03-17T10:21:00+01:00",
                        "Payments, from authorised to captured",
                        "ddl/080_payment",
                        "procedure/capture_payment",
                        "trigger/payment_audit")
                .add(
                        AIKO,
                        "2026-03-18T15:09:00+01:00",
                        "Parcels, carriers and what still has to leave",
                        "ddl/081_shipment",
                        "view/open_shipments",
                        "data_dml/030_carrier")
                .add(
                        SEUN,
                        "2026-03-20T11:52:00+01:00",
                        "Coupons\n\nAn order's total now takes the discount off.",
                        "ddl/090_coupon",
                        "ddl/091_order_coupon",
                        "function/redeem_coupon",
                        "function/order_total")
                .add(
                        TOMAS,
                        "2026-03-23T09:38:00+01:00",
                        "Order lines remember the product's name\n\nOld lines are filled with the name of today.",
                        "ddl/092_order_line_name",
                        "procedure/place_order",
                        "data_dml/040_backfill_order_line_name")
                .add(
                        SEUN,
                        "2026-03-23T16:27:00+01:00",
                        "Telephone and newsletter of a customer",
                        "ddl/100_customer_contact")
                .add(
                        PRIYA,
                        "2026-03-24T10:13:00+01:00",
                        "Show discount and payments to the service desk",
                        "view/order_overview")
                .add(AIKO, "2026-03-24T14:50:00+01:00", "List what has to be ordered again", "view/low_stock")
                .add(TOMAS, "2026-03-25T11:05:00+01:00", "Search the catalogue", "function/product_search")
                .add(
                        JONAS,
                        "2026-03-26T17:33:00+01:00",
                        "Ready for the busy months\n\n"
                                + "An index for the daily report, returned orders, own orders only, room for updates.",
                        "ddl_direct/020_order_placed_at_index",
                        "ddl_direct/021_order_status_returned",
                        "sql/020_customer_row_security",
                        "sql_direct/020_order_storage")
                .add(
                        MARA,
                        "2026-03-27T13:58:00+01:00",
                        "Payments for the orders of the demo",
                        "data_dml/demo/030_payment")
                .list();
    }

    private static List<SampleCommit> refused() {
        return new Commits(Step.REFUSED)
                .add(SEUN, "2026-03-30T15:44:00+02:00", "Loyalty points", "ddl/120_loyalty")
                .list();
    }

    private static List<SampleCommit> mended() {
        return new Commits(Step.MENDED)
                .add(
                        SEUN,
                        "2026-03-30T16:02:00+02:00",
                        "Loyalty points: index the entries by account",
                        "ddl/120_loyalty")
                .list();
    }

    private static List<SampleCommit> sprint3() {
        return new Commits(Step.SPRINT_3)
                .add(
                        PRIYA,
                        "2026-04-01T10:30:00+02:00",
                        "Reviews, and their stars in the catalogue",
                        "ddl/110_review",
                        "view/product_catalog",
                        "procedure/publish_review",
                        "trigger/review_touch")
                .add(
                        TOMAS,
                        "2026-04-02T09:16:00+02:00",
                        "Every order line has a name now: require it",
                        "ddl/111_order_line_name_required")
                .add(AIKO, "2026-04-03T14:08:00+02:00", "Campaigns on the home page", "ddl/112_campaign")
                .add(
                        JONAS,
                        "2026-04-07T11:25:00+02:00",
                        "Sales by month; room for the second half of the year",
                        "ddl_direct/030_sales_by_month",
                        "ddl_direct/031_stock_movement_2026_h2",
                        "sql/030_refresh_sales_by_month")
                .add(
                        TOMAS,
                        "2026-04-08T15:41:00+02:00",
                        "Search understands phrases; money looks like money",
                        "function/product_search",
                        "function/format_money")
                .add(SEUN, "2026-04-09T10:19:00+02:00", "What each customer has bought", "view/customer_value")
                .add(
                        MARA,
                        "2026-04-10T12:47:00+02:00",
                        "Reviews and a campaign for test environments",
                        "data_dml/demo/040_review")
                .list();
    }

    private static List<SampleCommit> hotfix() {
        return new Commits(Step.HOTFIX)
                .add(
                        JONAS,
                        "2026-04-14T22:41:00+02:00",
                        "Let restaurants order more than ten of a kind",
                        "ddl/065_order_line_quantity")
                .list();
    }

    /** Collects the commits of a step; a script is named without its ending, and brings its rollback along. */
    private static final class Commits {
        private final Step step;
        private final List<SampleCommit> commits = new ArrayList<>();

        Commits(Step step) {
            this.step = step;
        }

        Commits start(Author author, String at, String message) {
            Stream<String> files = Stream.concat(
                    Stream.of("README.md", ".gitignore"),
                    ShopFiles.KINDS.stream().map(ShopFiles::keep));
            commits.add(new SampleCommit(author, OffsetDateTime.parse(at), message, files.toList()));
            return this;
        }

        Commits add(Author author, String at, String message, String... names) {
            List<String> files = Stream.of(names).flatMap(this::files).toList();
            commits.add(new SampleCommit(author, OffsetDateTime.parse(at), message, files));
            return this;
        }

        List<SampleCommit> list() {
            return List.copyOf(commits);
        }

        private Stream<String> files(String name) {
            if (name.endsWith(".properties")) {
                return Stream.of("sql/" + name);
            }
            String script = "sql/" + name + ".sql";
            String rollback = "sql/" + name + ".rollback.sql";
            return ShopFiles.exists(step, rollback) ? Stream.of(script, rollback) : Stream.of(script);
        }
    }
}
