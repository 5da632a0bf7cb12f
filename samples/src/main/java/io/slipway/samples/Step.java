package io.slipway.samples;

import java.util.List;

/** A stretch of the sample shop's history, in the order in which {@link ShopHistory#advance} takes them. */
public enum Step {
    SPRINT_1(
            "sprint-1",
            "Sprint 1: something to sell",
            "Customers, products, stock and orders appear; the first products are loaded and two orders are placed."),
    SPRINT_2(
            "sprint-2",
            "Sprint 2: getting paid",
            "Payments, parcels and coupons arrive, views and functions of sprint 1 are edited, old orders are"
                    + " backfilled and an index is built while the shop sells."),
    REFUSED(
            "refused",
            "A mistake that goes nowhere",
            "Seun adds loyalty points; statement 3 of 5 names a column that the table does not have."),
    MENDED(
            "mended",
            "The mistake is mended",
            "Nothing was packaged, so Seun simply corrects the column in the same file and commits again."),
    SPRINT_3(
            "sprint-3",
            "Sprint 3: what customers think",
            "Reviews, campaigns and the managers' report; the column that sprint 2 filled becomes mandatory."),
    HOTFIX(
            "hotfix",
            "A late evening fix",
            "Restaurants cannot order more than ten of a kind. The fix carries a lower number than scripts that are"
                    + " long deployed, and still finds its place.");

    private final String folder;
    private final String title;
    private final String story;

    Step(String folder, String title, String story) {
        this.folder = folder;
        this.title = title;
        this.story = story;
    }

    /** A heading for whoever tells the story. */
    public String title() {
        return title;
    }

    /** What happens, in one sentence. */
    public String story() {
        return story;
    }

    /** The commits of this step, oldest first. */
    public List<SampleCommit> commits() {
        return ShopCommits.of(this);
    }

    /** The scripts that this step adds or edits, without rollbacks, in the order of their commits. */
    public List<String> scripts() {
        return commits().stream().flatMap(commit -> commit.scripts().stream()).toList();
    }

    /** Where the files of this step lie among the resources. */
    String folder() {
        return folder;
    }
}
