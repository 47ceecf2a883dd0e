// The work is done by the first function that Python calls.
//: plain_init x86_64 gcc -O3
//: v2_init x86_64 gcc -O3 -march=x86-64-v2
//: v3_init x86_64 gcc -O3 -march=x86-64-v3
//: v3_clang_init x86_64 clang -O3 -march=x86-64-v3
//: v3_small_init x86_64 gcc -O1 -ftree-vectorize -march=x86-64-v3 -fcf-protection=full
//: v4_init x86_64 gcc -O3 -march=x86-64-v4 -mprefer-vector-width=512
//: v4_clang_init x86_64 clang -O3 -march=x86-64-v4 -mprefer-vector-width=512
//: atom_init x86_64 gcc -O3 -march=silvermont
//: xop_init x86_64 gcc -O3 -march=bdver4
//: arm_plain_init aarch64 gcc -O3
//: arm_clang_init aarch64 clang -O3
//: sve_init aarch64 gcc -O3 -march=armv8.2-a+sve
//: sve2_init aarch64 gcc -O3 -march=armv9-a
//: sve_clang_init aarch64 clang -O3 -march=armv8.2-a+sve
//: n1_init aarch64 gcc -O3 -mcpu=neoverse-n1
//: hints_init aarch64 gcc -O3 -mbranch-protection=standard
//: return_signed_init aarch64 gcc -O3 -march=armv8.3-a -mbranch-protection=pac-ret+leaf
#include "module.h"

INIT
{
    WORK;
    return CREATE;
}
