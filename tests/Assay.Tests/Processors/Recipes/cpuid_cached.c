// Asked by hand in a constructor; the answer is kept in a variable that PyInit looks at.
//: cpuid_cached x86_64 gcc -O3
#include <cpuid.h>
#include "module.h"

static int level;

__attribute__((target("avx2"), noinline)) static void wide(void) { WORK; }

__attribute__((constructor)) static void ask(void)
{
    unsigned int a1, b1, c1, d1;
    if (__get_cpuid(1, &a1, &b1, &c1, &d1) && (c1 & bit_OSXSAVE) && __get_cpuid_count(7, 0, &a1, &b1, &c1, &d1) && (b1 & bit_AVX2)) level = 2;
}

INIT
{
    if (level == 2) wide();
    return CREATE;
}
