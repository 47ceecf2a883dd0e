// The work is done after the usual check whether the module could be made.
//: v3_after_check x86_64 gcc -O3 -march=x86-64-v3
//: v3_clang_after_check x86_64 clang -O3 -march=x86-64-v3
//: sve_after_check aarch64 gcc -O3 -march=armv8.2-a+sve
#include "module.h"

INIT
{
    void *module = CREATE;
    if (!module) return 0;
    WORK;
    return module;
}
