// One instruction in PyInit. Data is at rdi, or at x0.
//: one_popcnt x86_64 gcc -DCODE="popcnt_%rdi,%rax"
//: one_lzcnt x86_64 gcc -DCODE="lzcnt_%rdi,%rax"
//: one_tzcnt x86_64 gcc -DCODE="tzcnt_%rdi,%rax"
//: one_movbe x86_64 gcc -DCODE="movbe_(%rdi),%rax"
//: one_pshufb x86_64 gcc -DCODE="pshufb_%xmm1,%xmm0"
//: one_addsubps x86_64 gcc -DCODE="addsubps_%xmm1,%xmm0"
//: one_pmulld x86_64 gcc -DCODE="pmulld_%xmm1,%xmm0"
//: one_pcmpgtq x86_64 gcc -DCODE="pcmpgtq_%xmm1,%xmm0"
//: one_aesenc x86_64 gcc -DCODE="aesenc_%xmm1,%xmm0"
//: one_pclmulqdq x86_64 gcc -DCODE="pclmulqdq_$0,%xmm1,%xmm0"
//: one_vaesenc x86_64 gcc -DCODE="vaesenc_%xmm1,%xmm1,%xmm0"
//: one_rdrand x86_64 gcc -DCODE="rdrand_%rax"
//: one_adcx x86_64 gcc -DCODE="adcx_%rax,%rax"
//: one_pext x86_64 gcc -DCODE="pext_%rax,%rax,%rax"
//: one_andn x86_64 gcc -DCODE="andn_%rax,%rax,%rax"
//: one_fma x86_64 gcc -DCODE="vfmadd231pd_%xmm1,%xmm1,%xmm0"
//: one_f16c x86_64 gcc -DCODE="vcvtph2ps_%xmm1,%xmm0"
//: one_vaddpd x86_64 gcc -DCODE="vaddpd_%ymm1,%ymm1,%ymm0"
//: one_vzeroupper x86_64 gcc -DCODE="vzeroupper"
//: one_cmpxchg16b x86_64 gcc -DCODE="cmpxchg16b_(%rdi)"
//: one_prefetchw x86_64 gcc -DCODE="prefetchw_(%rdi)"
//: one_endbr64 x86_64 gcc -DCODE="endbr64"
//: one_rdsspq x86_64 gcc -DCODE="rdsspq_%rax"
//: one_pause x86_64 gcc -DCODE="pause"
//: one_xacquire x86_64 gcc -DCODE="xacquire_lock_incl_(%rdi)"
//: one_cldemote x86_64 gcc -DCODE="cldemote_(%rdi)"
//: one_sahf x86_64 gcc -DCODE="sahf"
//: one_ldadd aarch64 gcc -DCODE="ldadd_x1,x1,[x0]"
//: one_casp aarch64 gcc -DCODE="casp_x2,x3,x4,x5,[x0]"
//: one_sdot aarch64 gcc -DCODE="sdot_v0.4s,v1.16b,v2.16b"
//: one_half aarch64 gcc -DCODE="fadd_h0,h1,h2"
//: one_fcvt aarch64 gcc -DCODE="fcvt_s0,h1"
//: one_ldapr aarch64 gcc -DCODE="ldapr_x1,[x0]"
//: one_ldapur aarch64 gcc -DCODE="ldapur_x1,[x0,#8]"
//: one_fjcvtzs aarch64 gcc -DCODE="fjcvtzs_w1,d0"
//: one_fcadd aarch64 gcc -DCODE="fcadd_v0.4s,v1.4s,v2.4s,#90"
//: one_sqrdmlah aarch64 gcc -DCODE="sqrdmlah_v0.4s,v1.4s,v2.4s"
//: one_crc32 aarch64 gcc -DCODE="crc32cx_w1,w1,x2"
//: one_aese aarch64 gcc -DCODE="aese_v0.16b,v1.16b"
//: one_sha512 aarch64 gcc -DCODE="sha512h_q0,q1,v2.2d"
//: one_eor3 aarch64 gcc -DCODE="eor3_v0.16b,v1.16b,v2.16b,v3.16b"
//: one_fmlal aarch64 gcc -DCODE="fmlal_v0.4s,v1.4h,v2.4h"
//: one_bfdot aarch64 gcc -DCODE="bfdot_v0.4s,v1.8h,v2.8h"
//: one_smmla aarch64 gcc -DCODE="smmla_v0.4s,v1.16b,v2.16b"
//: one_frint32z aarch64 gcc -DCODE="frint32z_v0.4s,v1.4s"
//: one_setf8 aarch64 gcc -DCODE="setf8_w1"
//: one_axflag aarch64 gcc -DCODE="axflag"
//: one_sb aarch64 gcc -DCODE="sb"
//: one_pacia aarch64 gcc -DCODE="pacia_x1,x2"
//: one_paciasp aarch64 gcc -DCODE="hint_#25"
//: one_bti aarch64 gcc -DCODE="hint_#34"
//: one_ptrue aarch64 gcc -DCODE="ptrue_p0.b"
//: one_irg aarch64 gcc -DCODE="irg_x1,x0"
#include "module.h"

#define TEXT2(...) #__VA_ARGS__
#define TEXT(...) TEXT2(__VA_ARGS__)
static long data[8] __attribute__((aligned(64)));

INIT
{
#ifdef __x86_64__
    __asm__ volatile(CODE : : "D"(data) : "rax", "rbx", "rcx", "rdx", "xmm0", "xmm1", "memory", "cc");
#else
    register long *x0 __asm__("x0") = data;
    __asm__ volatile(".arch armv8.6-a+sve+memtag+crypto+sha3+sm4+fp16+fp16fml\n\t" CODE "\n\t.arch armv8-a" : : "r"(x0) : "x1", "x2", "x3", "x4", "x5", "v0", "v1", "v2", "v3", "memory", "cc");
#endif
    return CREATE;
}
