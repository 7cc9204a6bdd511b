package dev.sluice.kernels.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Computes the second-order sections of a digital Butterworth band-pass: prototype poles on a circle, low-pass to
/// band-pass, bilinear transform with both limits kept (A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal
/// Processing, chapter 7). Stateless.
final class ButterworthDesign {

    /// Twice the sampling frequency of the bilinear transform; any will do, as limits are warped with the same.
    private static final double RATE = 4.0;

    /// Numbers per section.
    private static final int NUMBERS = 5;

    private ButterworthDesign() {}

    /// The sections `b0 b1 b2 a1 a2` of a band-pass of this order between two limits, in fractions of the sampling
    /// frequency.
    ///
    /// As scipy orders them: the poles nearest to the unit circle last, each pair with the nearest zeros that are left,
    /// the gain in the first section. Where pairs are equally near, as in bands around a quarter of the sampling
    /// frequency, rounding decides with scipy and the lower frequency goes first or last with us: the filter is the
    /// same.
    static double[] bandPass(int order, double low, double high) {
        double lowest = RATE * Math.tan(Math.PI * low);
        double highest = RATE * Math.tan(Math.PI * high);
        // The difference of the two, of which a narrow band would leave few digits.
        double width = RATE * Math.sin(Math.PI * (high - low)) / (Math.cos(Math.PI * high) * Math.cos(Math.PI * low));
        List<PolePair> pairs = new ArrayList<>();
        for (int k = order - 1; k >= 0; k -= 2) {
            double angle = Math.PI * k / (2.0 * order);
            addPairs(pairs, -Math.cos(angle), Math.sin(angle), width, lowest * highest);
        }
        pairs.sort(Comparator.comparingDouble(PolePair::distance).reversed());
        double gain = Math.pow(width * RATE, order);
        for (PolePair pair : pairs) {
            gain /= pair.analogDistance();
        }
        return sections(pairs, gain);
    }

    /// The band-pass poles of a prototype pole at `real + i imaginary` and, if that is not real, its conjugate.
    private static void addPairs(List<PolePair> pairs, double real, double imaginary, double width, double square) {
        double x = real * width / 2;
        double y = imaginary * width / 2;
        double rootOf = x * x - y * y - square;
        double modulus = Math.hypot(rootOf, 2 * x * y);
        // Of the two parts of the root, the greater one comes from a sum; the other follows from their product.
        double greater = Math.sqrt((modulus + Math.abs(rootOf)) / 2);
        double lesser = greater == 0.0 ? 0.0 : x * y / greater;
        double rootReal = rootOf < 0.0 ? Math.abs(lesser) : greater;
        double rootImaginary = rootOf < 0.0 ? Math.copySign(greater, x * y) : lesser;
        if (imaginary != 0.0) {
            pairs.add(PolePair.conjugate(x + rootReal, y + rootImaginary));
            pairs.add(PolePair.conjugate(x - rootReal, y - rootImaginary));
        } else if (rootOf < 0.0) {
            pairs.add(PolePair.conjugate(x, rootImaginary));
        } else {
            double far = x - rootReal;
            pairs.add(PolePair.real(square / far, far));
        }
    }

    /// There are as many zeros at 1 as at -1, together two for each section.
    private static double[] sections(List<PolePair> pairs, double gain) {
        double[] sections = new double[NUMBERS * pairs.size()];
        int atOne = pairs.size();
        int atMinusOne = pairs.size();
        for (int i = pairs.size() - 1; i >= 0; i--) {
            PolePair pair = pairs.get(i);
            int ones = 0;
            for (int zero = 0; zero < 2; zero++) {
                boolean one = atMinusOne == 0 || atOne > 0 && pair.isNearerToOne();
                ones += one ? 1 : 0;
                atOne -= one ? 1 : 0;
                atMinusOne -= one ? 0 : 1;
            }
            double scale = i == 0 ? gain : 1.0;
            sections[NUMBERS * i] = scale;
            sections[NUMBERS * i + 1] = scale * (2 - 2 * ones);
            sections[NUMBERS * i + 2] = ones == 1 ? -scale : scale;
            sections[NUMBERS * i + 3] = -pair.sum();
            sections[NUMBERS * i + 4] = pair.product();
        }
        return sections;
    }

    /// Two poles of the digital filter, real or conjugate.
    ///
    /// @param sum            of both
    /// @param product        of both
    /// @param distance       of the nearer one from the unit circle
    /// @param analogDistance product of the distances of the two analog poles from `RATE`
    private record PolePair(double sum, double product, double distance, double analogDistance) {

        /// The pair of an analog pole and its conjugate.
        static PolePair conjugate(double real, double imaginary) {
            double square = (RATE - real) * (RATE - real) + imaginary * imaginary;
            double digitalReal = ((RATE + real) * (RATE - real) - imaginary * imaginary) / square;
            double product = ((RATE + real) * (RATE + real) + imaginary * imaginary) / square;
            double distance = -4 * RATE * real / square / (1.0 + Math.sqrt(product));
            return new PolePair(2 * digitalReal, product, distance, square);
        }

        /// The pair of two real analog poles.
        static PolePair real(double one, double other) {
            double first = (RATE + one) / (RATE - one);
            double second = (RATE + other) / (RATE - other);
            double distance = Math.min(1.0 - Math.abs(first), 1.0 - Math.abs(second));
            return new PolePair(first + second, first * second, distance, (RATE - one) * (RATE - other));
        }

        boolean isNearerToOne() {
            return sum > 0.0;
        }
    }
}
