// Libraries that modules of this folder need.
//: libearly x86_64 gcc -O3 -march=x86-64-v3 -DEARLY
//: libwork x86_64 gcc -O3 -march=x86-64-v3
//: libclever x86_64 gcc -O3 -DCLEVER
//: libarmwork aarch64 gcc -O3 -march=armv8.2-a+sve
//: libarmearly aarch64 gcc -O3 -march=armv8.2-a+sve -DEARLY
#include "module.h"

EXPORT void prepare(void);

#ifdef EARLY
__attribute__((constructor)) static void early(void) { WORK; }
void prepare(void) { }
#elif defined(CLEVER)
__attribute__((target("avx2"), noinline)) static void wide(void) { WORK; }
void prepare(void)
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) wide();
}
#else
void prepare(void) { WORK; }
#endif
