// The processor is asked by hand, as many libraries do that are older than what compilers offer.
//: cpuid x86_64 gcc -O3
//: cpuid_clang x86_64 clang -O3
#include <cpuid.h>
#include "module.h"

__attribute__((target("avx2"), noinline)) static void wide(void) { WORK; }

static int has_avx2(void)
{
    unsigned int a1, b1, c1, d1, low, high;
    if (!__get_cpuid(1, &a1, &b1, &c1, &d1) || !(c1 & bit_OSXSAVE)) return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low & 6) != 6) return 0;
    return __get_cpuid_count(7, 0, &a1, &b1, &c1, &d1) && (b1 & bit_AVX2);
}

INIT
{
    if (has_avx2()) wide();
    else WORK;
    return CREATE;
}
