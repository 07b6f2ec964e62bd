// The Malta filter: differences that line up along a curve count more than scattered ones. Per
// sample the sum over 16 lines of (the sum of the differences along the line)^2. See kernels_impl.h
// for what may stand here.

namespace nodecodecs::butteraugli {
namespace {

// The samples of a line beside the centre, as (down, right); those opposite belong to it, too.
struct Line {
  int weight;
  int count;
  int at[4][2];
};

constexpr Line kFullLines[] = {
    {1, 4, {{0, 1}, {0, 2}, {0, 3}, {0, 4}}},
    {1, 4, {{1, 0}, {2, 0}, {3, 0}, {4, 0}}},
    {1, 3, {{1, 1}, {2, 2}, {3, 3}}},
    {1, 3, {{1, -1}, {2, -2}, {3, -3}}},
    {2, 4, {{1, 0}, {2, -1}, {3, -1}, {4, -1}}},
    {2, 4, {{1, 0}, {2, 1}, {3, 1}, {4, 1}}},
    {2, 4, {{0, 1}, {1, 2}, {1, 3}, {1, 4}}},
    {2, 4, {{0, 1}, {-1, 2}, {-1, 3}, {-1, 4}}},
    {1, 3, {{1, 1}, {2, 1}, {3, 2}}},
    {1, 3, {{1, -1}, {2, -1}, {3, -2}}},
    {1, 3, {{1, 1}, {1, 2}, {2, 3}}},
    {1, 3, {{1, -1}, {1, -2}, {2, -3}}},
};

constexpr Line kSparseLines[] = {
    {1, 2, {{0, 2}, {0, 4}}},   {1, 2, {{2, 0}, {4, 0}}},   {1, 2, {{2, 2}, {3, 3}}},
    {1, 2, {{2, -2}, {3, -3}}}, {1, 2, {{2, -1}, {4, -1}}}, {1, 2, {{2, 1}, {4, 1}}},
    {1, 2, {{1, 2}, {1, 4}}},   {1, 2, {{-1, 2}, {-1, 4}}}, {1, 2, {{2, 1}, {3, 2}}},
    {1, 2, {{2, -1}, {3, -2}}}, {1, 2, {{1, 2}, {2, 3}}},   {1, 2, {{1, -2}, {2, -3}}},
    {1, 2, {{-1, 2}, {-2, 4}}}, {1, 2, {{1, 2}, {2, 4}}},   {1, 2, {{2, 1}, {4, 2}}},
    {1, 2, {{2, -1}, {4, -2}}},
};

template <bool sparse>
constexpr const Line& lineOf(int i) {
  return sparse ? kSparseLines[i] : kFullLines[i];
}

template <bool sparse, int i>
inline Floats squareAlong(const float* const* lines, int x, const Floats& centre) {
  constexpr Line kLine = lineOf<sparse>(i);
  Floats sum = centre;
  for (int k = 0; k < kLine.count; k++) {
    const int down = kLine.at[k][0], right = kLine.at[k][1];
    sum += load<Floats>(lines[kMaltaReach + down] + x + right);
    sum += load<Floats>(lines[kMaltaReach - down] + x - right);
  }
  return kLine.weight == 1 ? sum * sum : sum * sum * 2.0f;
}

template <bool sparse, int... i>
inline void addMaltaLines(const float* const* lines, float* sum, int n,
                          std::integer_sequence<int, i...>) {
  for (int x = 0; x < n; x += kLanes<float>) {
    const Floats centre = load<Floats>(lines[kMaltaReach] + x);
    Floats total = load<Floats>(sum + x);
    ((total += squareAlong<sparse, i>(lines, x, centre)), ...);
    store(total, sum + x);
  }
}

void addMalta(const float* const* lines, bool sparse, float* sum, int n) {
  if (sparse) {
    addMaltaLines<true>(lines, sum, n, std::make_integer_sequence<int, 16>());
  } else {
    addMaltaLines<false>(lines, sum, n, std::make_integer_sequence<int, 12>());
  }
}

}  // namespace
}  // namespace nodecodecs::butteraugli
