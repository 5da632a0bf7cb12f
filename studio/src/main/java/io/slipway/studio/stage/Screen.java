package io.slipway.studio.stage;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.LoadState;
import io.slipway.enablement.scenario.Element;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the audience looks at: a page of the console, or the terminal. For one thread. */
public final class Screen {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration BLINK = Duration.ofMillis(50);
    private final Page page;

    Screen(Page page) {
        this.page = page;
    }

    /** The page itself, for whoever takes pictures of it. */
    public Page page() {
        return page;
    }

    /** @throws StepFailure the page is not to be had */
    public void open(String url) {
        try {
            com.microsoft.playwright.Response response = page.navigate(url);
            page.waitForLoadState(LoadState.LOAD);
            if (response != null && response.status() >= 400) {
                throw new StepFailure("The page answers " + response.status() + ".");
            }
        } catch (PlaywrightException e) {
            throw new StepFailure("The page does not open: " + firstLine(e));
        }
    }

    /**
     * The one visible element that is meant; waits until it is there.
     *
     * @throws StepFailure there is none, or more than one
     */
    public Locator find(Element element) {
        return find(element, PATIENCE);
    }

    public Locator find(Element element, Duration patience) {
        Locator found = locate(element).filter(new Locator.FilterOptions().setVisible(true));
        long end = System.nanoTime() + patience.toNanos();
        int count = found.count();
        while (count != 1 && System.nanoTime() < end) {
            // more than one may be a page that is just changing: it gets a moment, and no more
            if (count > 1
                    && System.nanoTime()
                            > end - patience.toNanos() + Duration.ofSeconds(2).toNanos()) {
                break;
            }
            pause(BLINK);
            count = found.count();
        }
        if (count == 0) {
            throw new StepFailure("There is no " + without(element.shown()) + " on the page"
                    + named(element).map(names -> ". It has: " + names).orElse("") + ".");
        }
        if (count > 1) {
            throw new StepFailure("It is not clear which is meant: " + count + " on the page are "
                    + without(element.shown()) + ". Say with 'in' what it stands in, or name it whole.");
        }
        return found;
    }

    /**
     * Waits until something is there; more than one is as good. Half-way the page is loaded again, as a reader would: a
     * page shows what it could learn in time, and a slow database may answer the next time.
     *
     * @throws StepFailure it does not come
     */
    public void await(Element element, Duration patience) {
        Locator found = locate(element).filter(new Locator.FilterOptions().setVisible(true));
        long half = System.nanoTime() + patience.toNanos() / 2;
        long end = half + patience.toNanos() / 2;
        boolean again = false;
        while (found.count() == 0) {
            if (System.nanoTime() > end) {
                throw new StepFailure("There is no " + without(element.shown()) + " on the page after "
                        + patience.toSeconds() + " seconds"
                        + named(element).map(names -> ". It has: " + names).orElse("") + ".");
            }
            if (!again && System.nanoTime() > half) {
                page.reload();
                again = true;
            }
            pause(BLINK);
        }
    }

    private static String without(String shown) {
        return shown.startsWith("the ") ? shown.substring(4) : shown;
    }

    /** What is there of the same role, for whoever mends a scenario after a button was renamed. */
    private Optional<String> named(Element element) {
        if (!(element.kind() instanceof Element.Kind.Role role)) {
            return Optional.empty();
        }
        List<String> names = page
                .getByRole(aria(role.role()))
                .filter(new Locator.FilterOptions().setVisible(true))
                .allInnerTexts()
                .stream()
                .map(text -> text.strip().replaceAll("\\s+", " "))
                .filter(text -> !text.isEmpty() && text.length() <= 60)
                .distinct()
                .limit(12)
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    private Locator locate(Element element) {
        Locator within = element.in().map(outer -> find(outer)).orElseGet(() -> page.locator(":root"));
        boolean exact = !element.part();
        if (element.kind() instanceof Element.Kind.Role role) {
            return element.name().isEmpty()
                    ? within.getByRole(aria(role.role()))
                    : within.getByRole(
                            aria(role.role()),
                            new Locator.GetByRoleOptions()
                                    .setName(element.name())
                                    .setExact(exact));
        }
        return element.kind() instanceof Element.Kind.Field
                ? within.getByLabel(element.name(), new Locator.GetByLabelOptions().setExact(exact))
                : within.getByText(element.name(), new Locator.GetByTextOptions().setExact(exact));
    }

    private static AriaRole aria(String role) {
        return AriaRole.valueOf(role.toUpperCase(Locale.ROOT));
    }

    /** Where an element is on the screen, in pixels of the layout; scrolled to when it was out of sight. */
    public Box box(Locator element) {
        element.scrollIntoViewIfNeeded();
        BoundingBox box = element.boundingBox();
        return new Box(box.x, box.y, box.width, box.height);
    }

    /** A rectangle on the screen. */
    public record Box(double x, double y, double width, double height) {
        public double middleX() {
            return x + width / 2;
        }

        public double middleY() {
            return y + height / 2;
        }
    }

    /** Waits until whatever a click began is there. */
    public void settle() {
        page.waitForLoadState(LoadState.LOAD);
    }

    /** What the page says, for whoever looks for a text. */
    public String text() {
        return page.innerText("body");
    }

    void pause(Duration time) {
        page.waitForTimeout((double) time.toMillis());
    }

    /** What the browser's library says, without what it tried. */
    public static String firstLine(PlaywrightException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
